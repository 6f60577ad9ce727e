import { checkNumberedPeople } from '../check-rows.js'
import type { DrainStage } from '../drain/stage.js'
import type { BenchSetting } from '../harness.js'
import type { Processes } from './processes.js'
import type { Series } from './series.js'

const EVENTS = 50_000

/** The rate at which inserts drain, by the number of transactions at the same time. */
export async function workerSeries(stage: DrainStage, { scaled }: BenchSetting, processes: Processes): Promise<Series> {
  const { mysql, mysqlUrl, redisUrl, namespace } = stage.world
  const points = [1, 4, 11, 20].map(async (workers) => {
    const consumer = processes.start()
    await consumer.call('openConsumer', { mysqlUrl, redisUrl, namespace, options: { workers } })
    return {
      label: String(workers),
      measure: async () => {
        const units = scaled(EVENTS)
        await stage.warmUp(consumer)
        await stage.queuePeople(units)
        const turn = await stage.drain(units, consumer)
        await checkNumberedPeople(mysql, units)
        return turn
      },
    }
  })
  return { name: 'workers', title: 'Draining inserts', along: 'workers', points: await Promise.all(points) }
}
