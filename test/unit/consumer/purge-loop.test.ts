import { expect, test } from 'vitest'
import type { LookAhead } from '../../../runtime/consumer/look-ahead.js'
import { PurgeLoop } from '../../../runtime/consumer/purge-loop.js'
import type { StreamContext } from '../../../runtime/consumer/stream-context.js'
import type { StreamIntake } from '../../../runtime/consumer/stream-intake.js'
import { Tenure } from '../../../runtime/consumer/tenure.js'
import type { OldestWaiting } from '../../../runtime/ports.js'

const EMPTY = { oldestEventTime: undefined } as LookAhead

/** What the ledger is told of the oldest unit that waits, the first time that it is told anything. */
async function told(intake: Pick<StreamIntake, 'caughtUpAt' | 'lastTaken'>): Promise<OldestWaiting> {
  return new Promise((resolve) => {
    const context = {
      settings: { retentionMs: 1 },
      lease: {
        raiseFloor: async (_epoch: number, oldest: OldestWaiting) => {
          loop.stop()
          resolve(oldest)
          return 0
        },
      },
      store: { purge: async () => 0 },
    } as unknown as StreamContext
    const loop = new PurgeLoop(context, new Tenure(1), EMPTY, intake as StreamIntake)
    void loop.run()
  })
}

test('a stream that is never found empty is as old as the last entry that was taken', async () => {
  const at = performance.now()
  const taken = { kind: 'unit', queuedAtMs: 7_000 }
  expect(await told({ caughtUpAt: undefined, lastTaken: { at, addedMs: 7_000 } })).toEqual(taken)
  expect(await told({ caughtUpAt: at - 10, lastTaken: { at, addedMs: 7_000 } })).toEqual(taken)
})

test('one that was found empty since is as old as that look', async () => {
  const at = performance.now()
  expect(await told({ caughtUpAt: at, lastTaken: { at: at - 10, addedMs: 7_000 } })).toMatchObject({ kind: 'none' })
})
