import type { DrainStage } from '../drain/stage.js'
import { type BenchSetting, measured } from '../harness.js'
import type { Processes } from './processes.js'
import type { Series } from './series.js'

const EVENTS = 100_000
const CALLERS = 100

/** The rate at which flushes are queued into one stream, by the number of processes that do so. */
export async function producerSeries(
  stage: DrainStage,
  { scaled }: BenchSetting,
  processes: Processes,
): Promise<Series> {
  const { redis, stream, mysqlUrl, redisUrl, namespace, pids } = stage.world
  const children = [1, 2, 3, 4].map(() => processes.start())
  const produce = (producers: number, events: number) => {
    const count = Math.ceil(events / producers)
    const shares = children.slice(0, producers).map((child, index) => {
      return child.call('produce', { mysqlUrl, redisUrl, namespace, callers: CALLERS, first: index * count, count })
    })
    return Promise.all(shares)
  }
  // Connected, with code that is warm.
  await produce(children.length, scaled(EVENTS))
  return {
    name: 'producers',
    title: 'Queueing inserts, each a flush of its own, 100 in flight a process',
    along: 'producer processes',
    points: [1, 2, 4].map((producers) => ({
      label: String(producers),
      measure: async () => {
        await redis.del(stream)
        const { kind, value } = await measured(scaled(EVENTS), pids, () => produce(producers, scaled(EVENTS)))
        await redis.del(stream)
        // This process only waits: its processor time says nothing.
        return { kind, value }
      },
    })),
  }
}
