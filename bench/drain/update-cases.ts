import { checkRows } from '../check-rows.js'
import { PersonEntity } from '../generated/index.js'
import type { BenchGroup, BenchSetting, Measure } from '../harness.js'
import { PERSON_COLUMNS } from '../people.js'
import { personUpdate, updatedPeople } from '../workloads.js'
import type { DrainStage } from './stage.js'

const EVENTS = 50_000
const ROWS = 5_000

/** D3 and D4: changes of many rows, and of one. */
export function updateCases(stage: DrainStage, { scaled }: BenchSetting): BenchGroup {
  const { engine, mysql, mysqlUrl, pids } = stage.world
  const events = scaled(EVENTS)
  const many = scaled(ROWS)

  const drainUpdates =
    (rows: number): Measure =>
    async () => {
      await stage.warmUp()
      await stage.fillPeople(rows)
      await stage.queue(events, (index) => {
        const { row, firstName, age } = personUpdate(index, rows)
        return engine.patchLazy(PersonEntity, BigInt(row), { firstName, age })
      })
      const turn = await stage.drain(events)
      await checkRows(mysql, 'people', PERSON_COLUMNS, updatedPeople(events, rows))
      return turn
    }
  const drained = drainUpdates(many)
  const byHand: Measure = async () => {
    await stage.clear('people')
    await stage.fillPeople(many)
    const turn = await stage.yardstick.call('bulkUpdate', { mysqlUrl, events, rows: many, pids })
    await checkRows(mysql, 'people', PERSON_COLUMNS, updatedPeople(events, many))
    return turn
  }
  return {
    cases: [
      {
        id: 'D3',
        title: `drain updates over ${many.toLocaleString('en-US')} rows`,
        unit: '/s',
        target: { atLeast: 0.8 },
        ours: drained,
        yardstick: { title: 'mysql2 by hand: the same statement, 500 rows, 4 connections, no stream', measure: byHand },
      },
      {
        id: 'D4',
        title: 'drain updates of one row',
        unit: '/s',
        target: { atLeast: 0.8 },
        ours: drainUpdates(1),
        yardstick: { title: 'D3', measure: drained },
      },
    ],
  }
}
