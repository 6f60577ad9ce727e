import { type AofCopy, copyAof } from '../lib/aof.js'
import { Arena, type RunReport } from '../lib/arena/arena.js'
import { until } from '../lib/until.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 3, accounts: 0, sharedEntries: [], depth: 4 } as const

/**
 * Redis loses its last second as a power failure would make it: everything promised is inside the copy, some of it in
 * the consumer's hands; the acknowledgements that follow are forgotten, and applied units are delivered again.
 */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  await arena.startConsumer()
  for (let strike = 0; strike < strikes; strike++) {
    const producer = await arena.startProducer(CHAINS, { steps: 150, stepsPerSecond: 10_000 })
    let copy: AofCopy | undefined
    const hold = arena.world.consumerMysql.inject({
      command: 'INSERT INTO orm_lazy_event',
      action: {
        kind: 'holdBefore',
        run: async () => {
          await producer.heard('done')
          copy = await copyAof(servers.redis)
        },
      },
    })
    await hold.strike
    await producer.heard('done')
    await until('everything is acknowledged', 30_000, () => isAcknowledged(arena, copy))
    hold.remove()
    arena.count('older AOF restored')
    await copy?.restore()
    await copy?.[Symbol.asyncDispose]()
    await arena.world.settled(30_000)
  }
  return await arena.judge()
}

async function isAcknowledged({ world }: Arena, copy: AofCopy | undefined): Promise<boolean> {
  return copy !== undefined && (await world.redis.xlen(world.stream)) === 0
}

export const olderAof: FaultCase = {
  name: 'older-aof',
  row: 4,
  title: 'an older copy of the AOF is restored: acknowledged entries come back',
  run,
}
