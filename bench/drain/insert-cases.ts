import { checkRows } from '../check-rows.js'
import { BenchChild } from '../child/bench-child.js'
import type { BenchGroup, BenchSetting, Measure } from '../harness.js'
import { PERSON_COLUMNS, personRow, rowOf } from '../people.js'
import { mixMeasure } from './mix.js'
import type { DrainStage } from './stage.js'

const EVENTS = 50_000
/** BullMQ gets fewer, or would take most of the time: its rate is the same with more. */
const JOBS = 4_000

/** D1, D2, D6 and D7: single inserts, and what else is held against them. */
export async function insertCases(
  stage: DrainStage,
  { scaled }: BenchSetting,
): Promise<{ readonly group: BenchGroup; close(): Promise<void> }> {
  const { mysql, mysqlUrl, redisUrl, namespace, pids } = stage.world
  const events = scaled(EVENTS)
  const bare = new BenchChild()
  await bare.call('openBareConsumer', { mysqlUrl, redisUrl, namespace })

  const drainInserts =
    (consumer: BenchChild): Measure =>
    async () => {
      await stage.warmUp(consumer)
      const people = await stage.queuePeople(events)
      const turn = await stage.drain(events, consumer)
      await checkRows(mysql, 'people', PERSON_COLUMNS, people.map(rowOf))
      return turn
    }
  const drained = drainInserts(stage.consumer)
  const drainedBare = drainInserts(bare)
  const byHand: Measure = async () => {
    await stage.clear('people')
    const turn = await stage.yardstick.call('bulkInsert', { mysqlUrl, rows: events, pids })
    await checkRows(mysql, 'people', PERSON_COLUMNS, firstPeople(events))
    return turn
  }
  const byJobs: Measure = async () => {
    await stage.clear('people')
    const jobs = scaled(JOBS)
    const turn = await stage.yardstick.call('jobQueue', { mysqlUrl, redisUrl, operation: 'insert', jobs, pids })
    await checkRows(mysql, 'people', PERSON_COLUMNS, firstPeople(jobs))
    return turn
  }

  const inserts = { title: 'drain inserts, each a flush of its own', unit: '/s', ours: drained } as const
  const group: BenchGroup = {
    cases: [
      {
        ...inserts,
        id: 'D1',
        target: { atLeast: 0.6 },
        yardstick: { title: 'mysql2 by hand: 500 rows a statement, 4 connections, no stream', measure: byHand },
      },
      {
        ...inserts,
        id: 'D7',
        target: { atLeast: 0.75 },
        yardstick: { title: 'the same without ledger, fence and conflict keys', measure: drainedBare },
      },
      {
        id: 'D6',
        title: 'drain parents, children, and changes of rows just inserted',
        unit: '/s',
        target: { atLeast: 0.5 },
        ours: mixMeasure(stage, events),
        yardstick: { title: 'D1', measure: drained },
      },
      {
        ...inserts,
        id: 'D2',
        target: { atLeast: 20 },
        yardstick: { title: 'BullMQ: a job and a statement a row, concurrency 11', measure: byJobs },
      },
    ],
  }
  return { group, close: () => bare.close() }
}

function firstPeople(count: number) {
  return Array.from({ length: count }, (_, index) => personRow(index + 1))
}
