import { expect, test, vi } from 'vitest'
import type { BatchRunner } from '../../../runtime/consumer/batch-runner.js'
import { conflictRuleBook } from '../../../runtime/consumer/conflict-rules.js'
import { LookAhead } from '../../../runtime/consumer/look-ahead.js'
import { Tenure } from '../../../runtime/consumer/tenure.js'
import { Workers } from '../../../runtime/consumer/workers.js'
import { unitEventIds } from '../../../runtime/event/event-id.js'
import { event } from '../../support/events.js'
import { TABLES } from './tables.js'

const idOf = unitEventIds('0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c0000')

/** Eleven workers, rows without conflicts, and batches of `batch` units that end when `finish` is called. */
function elevenWorkers(batch: number) {
  const lookAhead = new LookAhead(conflictRuleBook(TABLES))
  const units = Array.from({ length: 20 * batch }, (_, index) => ({
    eventId: idOf(index),
    events: [event(['update', 'User', '@id', 'age'], index, 1)],
  }))
  lookAhead.add({ id: '1-0', payload: '', deliveries: 1 }, units, 0)
  const running: (() => void)[] = []
  const runner = { run: () => new Promise<void>((resolve) => running.push(resolve)) } as unknown as BatchRunner
  const workers = new Workers(new Tenure(1), lookAhead, runner, {
    count: 11,
    // The first batches are a thirty-second of it.
    limits: { rows: 32 * batch, units: 32 * batch, bytes: 1e9 },
    onProgress: () => undefined,
    mayBegin: () => true,
  })
  workers.kick()
  return running
}

test('small batches run as many at once as there are workers', () => {
  expect(elevenWorkers(199)).toHaveLength(11)
})

test('of bulk batches three run at once, and the next begins when one ends', async () => {
  const running = elevenWorkers(200)
  expect(running).toHaveLength(3)
  running[0]!()
  await vi.waitFor(() => expect(running).toHaveLength(4), 20_000)
})
