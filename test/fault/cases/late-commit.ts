import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 3, accounts: 3, sharedEntries: [], depth: 4 } as const
/** The consumer gives a statement up long before the COMMIT arrives. */
const CONSUMER = { queryMs: 400 }

/**
 * COMMIT reaches MySQL when its sender has given up and is trying again: the first transaction is still open while the
 * second one looks.
 */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant, consumer: CONSUMER })
  await arena.startConsumer()
  await arena.startProducer(CHAINS, { stepsPerSecond: 100 })
  for (let strike = 0; strike < strikes; strike++) {
    const rule = arena.world.consumerMysql.inject({
      command: 'COMMIT',
      action: { kind: 'late', delayMs: arena.random.between(600, 1_200) },
      at: arena.random.between(1, 4),
    })
    await arena.strike('COMMIT arrives late', () => rule.strike)
    rule.remove()
  }
  return await arena.judge()
}

export const lateCommit: FaultCase = {
  name: 'late-commit',
  row: 3,
  title: 'COMMIT arrives after its sender has given up and tries again',
  run,
}
