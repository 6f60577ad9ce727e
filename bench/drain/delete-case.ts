import { checkRows } from '../check-rows.js'
import { PersonEntity } from '../generated/index.js'
import type { BenchGroup, BenchSetting } from '../harness.js'
import { PERSON_COLUMNS } from '../people.js'
import type { DrainStage } from './stage.js'

const EVENTS = 20_000
/** Fewer, as for inserts. */
const JOBS = 4_000

/** D5. */
export function deleteCase(stage: DrainStage, { scaled }: BenchSetting): BenchGroup {
  const { engine, mysql, mysqlUrl, redisUrl, pids } = stage.world
  const [events, jobs] = [scaled(EVENTS), scaled(JOBS)]
  return {
    cases: [
      {
        id: 'D5',
        title: 'drain deletes',
        unit: '/s',
        target: { atLeast: 20 },
        ours: async () => {
          await stage.warmUp()
          await stage.fillPeople(events)
          await stage.queue(events, (index) => engine.deleteLazyById(PersonEntity, BigInt(index + 1)))
          const turn = await stage.drain(events)
          await checkRows(mysql, 'people', PERSON_COLUMNS, [])
          return turn
        },
        yardstick: {
          title: 'BullMQ: a job and a statement a row, concurrency 11',
          measure: async () => {
            await stage.clear('people')
            await stage.fillPeople(jobs)
            const turn = await stage.yardstick.call('jobQueue', { mysqlUrl, redisUrl, operation: 'delete', jobs, pids })
            await checkRows(mysql, 'people', PERSON_COLUMNS, [])
            return turn
          },
        },
      },
    ],
  }
}
