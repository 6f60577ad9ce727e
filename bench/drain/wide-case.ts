import { ENGINE_DEFAULTS, type PatchOf } from 'orm-gen'
import { checkRows } from '../check-rows.js'
import { WideRecordEntity } from '../generated/index.js'
import type { BenchGroup, BenchSetting } from '../harness.js'
import { updatedRecords, WIDE_COLUMNS, wideRow, wideUpdate } from '../wide-records.js'
import type { DrainStage } from './stage.js'

const EVENTS = 50_000
const ROWS = 5_000
/** Fewer: one statement at a time, its rate is the same with more. */
const SINGLE_EVENTS = 10_000

/** D8. */
export function wideCase(stage: DrainStage, { scaled }: BenchSetting): BenchGroup {
  const { engine, mysql, mysqlUrl, pids } = stage.world
  const [events, singleEvents, rows] = [scaled(EVENTS), scaled(SINGLE_EVENTS), scaled(ROWS)]
  const fill = async () => {
    await stage.clear('wide_records')
    for (let first = 1; first <= rows; first += 500) {
      const records = Array.from({ length: Math.min(500, rows - first + 1) }, (_, index) => wideRow(first + index))
      await mysql.query(`INSERT INTO wide_records (${WIDE_COLUMNS.join()}) VALUES ?`, [records])
    }
  }
  return {
    cases: [
      {
        id: 'D8',
        title: 'drain updates of 30 columns in 300 combinations',
        unit: '/s',
        target: { atLeast: 5 },
        ours: async () => {
          await stage.warmUp()
          await fill()
          await stage.queue(events, (index) => {
            const { row, changes } = wideUpdate(index, rows)
            return engine.patchLazy(WideRecordEntity, BigInt(row), patchOf(changes))
          })
          const turn = await stage.drain(events)
          await checkRows(mysql, 'wide_records', WIDE_COLUMNS, updatedRecords(events, rows))
          return turn
        },
        yardstick: {
          title: 'mysql2: a prepared UPDATE a change, 500 a transaction, as many connections',
          measure: async () => {
            await fill()
            const connections = ENGINE_DEFAULTS.consumer.workers
            const turn = await stage.yardstick.call('singleUpdates', {
              mysqlUrl,
              events: singleEvents,
              rows,
              connections,
              pids,
            })
            await checkRows(mysql, 'wide_records', WIDE_COLUMNS, updatedRecords(singleEvents, rows))
            return turn
          },
        },
      },
    ],
  }
}

/** The columns of times take a `Date`. */
function patchOf(changes: readonly (readonly [field: number, value: unknown])[]): PatchOf<typeof WideRecordEntity> {
  return Object.fromEntries(
    changes.map(([field, value]) => [
      `field${field}`,
      field % 5 === 0 ? new Date(`${String(value).replace(' ', 'T')}Z`) : value,
    ]),
  )
}
