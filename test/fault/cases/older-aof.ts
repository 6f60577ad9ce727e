import { copyAof } from '../lib/aof.js'
import { Arena, type RunReport } from '../lib/arena/arena.js'
import { until } from '../lib/until.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 3, accounts: 0, sharedEntries: [], depth: 4 } as const

/**
 * Redis loses its last second as a power failure would make it: first with everything promised inside the copy, then the
 * acknowledgements that followed are forgotten and applied units are delivered again.
 */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  const consumer = await arena.startConsumer()
  for (let strike = 0; strike < strikes; strike++) {
    consumer.stop()
    const producer = await arena.startProducer(CHAINS, { steps: 150, stepsPerSecond: 10_000 })
    await producer.heard('done')
    await using copy = await copyAof(servers.redis)
    consumer.continue()
    await until('some entries are acknowledged', 20_000, () => isShrinking(arena))
    arena.count('older AOF restored')
    await copy.restore()
    await arena.world.settled(30_000)
  }
  return await arena.judge()
}

async function isShrinking(arena: Arena): Promise<boolean> {
  const [row] = await arena.world.query<{ n: number }>('SELECT COUNT(*) AS n FROM orm_lazy_event')
  return Number(row?.n) > 100 && (await arena.world.redis.xlen(arena.world.stream)) === 0
}

export const olderAof: FaultCase = {
  name: 'older-aof',
  row: 4,
  title: 'an older copy of the AOF is restored: acknowledged entries come back',
  run,
}
