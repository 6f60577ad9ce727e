import { Arena, type RunReport } from '../lib/arena/arena.js'
import { until } from '../lib/until.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 2, accounts: 2, sharedEntries: [], depth: 1 } as const

/** Redis reaches `maxmemory`: producers are refused and told so, the consumer drains all the same. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  const { redis } = arena.world
  for (let strike = 0; strike < strikes; strike++) {
    await arena.startProducer(CHAINS, { stepsPerSecond: 2_000 })
    const used = /used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]
    await redis.config('SET', 'maxmemory', String(Number(used) + 200_000))
    await until('Redis refuses', 30_000, async () => /errorstat_OOM/.test(await redis.info('errorstats')))
    arena.count('Redis full')
    try {
      const consumer = await arena.startConsumer()
      const before = await applied(arena)
      await arena.expect('the consumer drains a full Redis', 30_000, async () => (await applied(arena)) > before + 200)
      await consumer.kill()
    } finally {
      await redis.config('SET', 'maxmemory', '0')
      await redis.config('RESETSTAT')
    }
  }
  return await arena.judge()
}

async function applied({ world }: Arena): Promise<number> {
  const [row] = await world.query<{ n: number }>('SELECT COUNT(*) AS n FROM orm_lazy_event')
  return Number(row?.n)
}

export const fullRedis: FaultCase = { name: 'full-redis', row: 10, title: 'Redis at its maxmemory', run }
