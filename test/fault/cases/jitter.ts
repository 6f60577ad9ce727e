import { setTimeout } from 'node:timers/promises'
import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const RELATIONS = { kind: 'relations', concurrency: 20, tallies: 4 } as const
const CHAINS = { kind: 'chains', entries: 4, accounts: 4, sharedEntries: [], depth: 6 } as const
const WORKERS = [4, 11, 1] as const

/**
 * A backlog, many workers, and transactions of which every third is held up at its start, so that later ones would
 * overtake it if nothing kept them.
 */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  for (let strike = 0; strike < strikes; strike++) {
    const producers = [
      await arena.startProducer(RELATIONS, { steps: 250, stepsPerSecond: 10_000 }),
      await arena.startProducer(CHAINS, { steps: 250, stepsPerSecond: 10_000 }),
    ]
    await Promise.all(producers.map((child) => child.heard('done')))
    const hold = arena.world.consumerMysql.inject({
      command: 'INSERT INTO orm_lazy_event',
      action: { kind: 'holdBefore', run: () => setTimeout(120) },
      at: (count) => count % 3 === 1,
    })
    arena.count('transactions held up')
    const consumer = await arena.startConsumer({ workers: WORKERS[strike % WORKERS.length]!, batchRows: 12 })
    await arena.world.settled(60_000)
    hold.remove()
    await consumer.kill()
  }
  return await arena.judge()
}

export const jitter: FaultCase = {
  name: 'jitter',
  row: 8,
  title: 'random operations against a model, transactions held up at random',
  run,
}
