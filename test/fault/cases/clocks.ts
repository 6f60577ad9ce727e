import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const HOUR_MS = 3_600_000
const CHAINS = { kind: 'chains', entries: 2, accounts: 2, sharedEntries: [], depth: 4 } as const
const SHIFTS = [
  { producerMs: HOUR_MS, consumerMs: -HOUR_MS },
  { producerMs: -HOUR_MS, consumerMs: HOUR_MS },
  // Further back than the ledger remembers.
  { producerMs: -72 * HOUR_MS, consumerMs: 0 },
] as const

/** Producers and consumers whose wall clocks are wrong, beside ones whose clocks are right. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  for (let strike = 0; strike < strikes; strike++) {
    const { producerMs, consumerMs } = SHIFTS[strike % SHIFTS.length]!
    arena.count('clock shifted')
    const consumer = await arena.startConsumer({}, { clockShiftMs: consumerMs })
    const producers = [
      await arena.startProducer(CHAINS, { steps: 100 }),
      await arena.startProducer(CHAINS, { steps: 100 }, { clockShiftMs: producerMs }),
    ]
    await Promise.all(producers.map((child) => child.heard('done')))
    await arena.world.settled(30_000)
    await consumer.kill()
  }
  return await arena.judge()
}

export const clocks: FaultCase = {
  name: 'clocks',
  row: 9,
  title: 'clocks of processes that are hours and days off',
  run,
}
