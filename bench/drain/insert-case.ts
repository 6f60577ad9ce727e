import type { BenchCase, BenchSetting } from '../harness.js'
import { PERSON_COLUMNS, personRow, rowOf } from '../people.js'
import { checkRows } from './check-rows.js'
import type { DrainStage } from './stage.js'

const EVENTS = 50_000

/** D1: single inserts against the database's own limit. */
export function insertCase(stage: DrainStage, { scaled }: BenchSetting): BenchCase {
  const { mysql, mysqlUrl, pids } = stage.world
  const events = scaled(EVENTS)
  return {
    id: 'D1',
    title: 'drain inserts, each a flush of its own',
    unit: '/s',
    target: { atLeast: 0.6 },
    ours: async () => {
      await stage.warmUp()
      const people = await stage.queuePeople(events)
      const turn = await stage.drain(events)
      await checkRows(mysql, 'people', PERSON_COLUMNS, people.map(rowOf))
      return turn
    },
    yardstick: {
      title: 'mysql2 by hand: 500 rows a statement, 4 connections, no stream',
      measure: async () => {
        await stage.clear()
        const turn = await stage.yardstick.call('bulkInsert', { mysqlUrl, rows: events, pids })
        const rows = Array.from({ length: events }, (_, index) => personRow(index + 1))
        await checkRows(mysql, 'people', PERSON_COLUMNS, rows)
        return turn
      },
    },
  }
}
