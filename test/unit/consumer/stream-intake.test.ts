import { afterEach, expect, test, vi } from 'vitest'
import { conflictRuleBook } from '../../../runtime/consumer/conflict-rules.js'
import { LookAhead } from '../../../runtime/consumer/look-ahead.js'
import type { StreamContext } from '../../../runtime/consumer/stream-context.js'
import { StreamIntake } from '../../../runtime/consumer/stream-intake.js'
import { Tenure } from '../../../runtime/consumer/tenure.js'
import { encodeEntry } from '../../../runtime/event/encode-entry.js'
import { EventIdSource } from '../../../runtime/event/event-id.js'
import type { ChangeEvent, Unit } from '../../../runtime/event/unit.js'
import { event } from '../../support/events.js'
import { TABLES } from './tables.js'

const UNITS_AN_ENTRY = 10
const SETTINGS = { batchRows: 50, windowUnits: 1_000 }

let intake: StreamIntake | undefined
afterEach(() => intake?.stop())

/** An intake of a stream without end, in which nobody takes what is ready; `filled` resolves when it reads no more. */
function reading(eventOf: (row: number) => ChangeEvent) {
  const lookAhead = new LookAhead(conflictRuleBook(TABLES))
  const ids = new EventIdSource(() => Date.now())
  let entries = 0
  const entry = () => {
    const units = Array.from({ length: UNITS_AN_ENTRY }, (_, index) => ({
      events: [eventOf(UNITS_AN_ENTRY * entries + index)],
    }))
    return { id: `${++entries}-0`, payload: encodeEntry(ids.next(), units), deliveries: 1 }
  }
  const read = vi.fn(async (count: number) => Array.from({ length: count }, entry))
  const context = {
    settings: SETTINGS,
    alerts: { clear: () => undefined, wake: () => undefined },
    adapter: { adapt: (unit: Unit) => ({ kind: 'unit', unit }) },
    reader: {
      read,
      ensureGroup: async () => 'existing',
      claim: async () => ({ entries: [], lost: [], next: undefined }),
      hasPending: async () => false,
      cancelRead: () => undefined,
    },
  } as unknown as StreamContext
  intake = new StreamIntake({
    context,
    tenure: new Tenure(1),
    lookAhead,
    floorMs: () => 0,
    onUnits: () => undefined,
    onUnreadable: (_, error) => expect.unreachable(error.message),
  })
  void intake.run()
  const filled = async () => {
    for (let before = -1; before !== lookAhead.units; ) {
      before = lookAhead.units
      await new Promise(setImmediate)
    }
    return lookAhead
  }
  return { read, filled, intake }
}

test('of inserts no more is read than one batch that is ready and one more', async () => {
  const { filled } = reading((row) => event(['insert', 'User', '@id', 'name'], row, `n${row}`))
  const { units } = await filled()
  expect(units).toBeGreaterThanOrEqual(SETTINGS.batchRows)
  expect(units).toBeLessThanOrEqual(2 * SETTINGS.batchRows + UNITS_AN_ENTRY)
})

test('of updates of many rows so much is read as memory may hold', async () => {
  const { filled } = reading((row) => event(['update', 'User', '@id', 'age'], row, 1))
  const { units } = await filled()
  expect(units).toBeGreaterThan(0.9 * SETTINGS.windowUnits)
  expect(units).toBeLessThanOrEqual(SETTINGS.windowUnits + UNITS_AN_ENTRY)
})

test('where units wait for each other it reads on, for others that do not', async () => {
  const { filled } = reading(() => event(['delete', 'User', '@id'], 1))
  const { units, graph } = await filled()
  expect(graph.ready).toBe(1)
  expect(units).toBeGreaterThanOrEqual(SETTINGS.windowUnits)
})

test('when what was ready is taken it reads again', async () => {
  const { filled, read, intake } = reading((row) => event(['insert', 'User', '@id', 'name'], row, `n${row}`))
  const { graph } = await filled()
  const before = read.mock.calls.length
  graph.take({ rows: 1_000, units: 1_000, bytes: 1e9 })
  intake.roomMade()
  await vi.waitFor(() => expect(read.mock.calls.length).toBeGreaterThan(before), 20_000)
})
