import { Arena, type ArenaOptions, type RunReport } from './arena.js'
import { FAULTS, type FaultName } from './faults.js'

export interface StormOptions extends ArenaOptions {
  readonly faults: readonly FaultName[]
  /** How many faults are struck, one after the other. */
  readonly strikes: number
  readonly consumers: number
  /** Producers of each kind. */
  readonly producers: number
  readonly stepsPerSecond: number
  /** Between the recovery from one fault and the next. */
  readonly calmMs: readonly [from: number, to: number]
}

const STORM_DEFAULTS = {
  consumers: 2,
  producers: 1,
  stepsPerSecond: 60,
  calmMs: [50, 400],
} as const satisfies Partial<StormOptions>

export type StormRequest = Omit<StormOptions, keyof typeof STORM_DEFAULTS> & Partial<StormOptions>

/** Mixed workloads over related tables, hot rows that all producers share, and faults at random moments. */
export async function storm(request: StormRequest): Promise<RunReport> {
  const options: StormOptions = { ...STORM_DEFAULTS, ...request }
  await using arena = await Arena.open(options)
  await Promise.all(Array.from({ length: options.consumers }, () => arena.startConsumer()))
  const { stepsPerSecond } = options
  // Refused flushes merge with what comes later, so only one change of a row may be under way while the way in is hurt.
  const chains = { kind: 'chains', entries: 2, accounts: 2, sharedEntries: ['1', '2', '3'], depth: 1 } as const
  const relations = { kind: 'relations', concurrency: 20, tallies: 5 } as const
  for (const id of chains.sharedEntries) await arena.world.query('INSERT INTO fault_entries (id) VALUES (?)', [id])
  await arena.world.query('TRUNCATE fault_audit')
  await Promise.all(
    Array.from({ length: options.producers }, () => [
      arena.startProducer(chains, { stepsPerSecond }),
      arena.startProducer(relations, { stepsPerSecond }),
    ]).flat(),
  )
  for (let strike = 0; strike < options.strikes; strike++) {
    await arena.pause(...options.calmMs)
    const fault = arena.random.pick(options.faults)
    await arena.strike(fault, () => FAULTS[fault](arena))
  }
  await arena.pause(...options.calmMs)
  return await arena.judge()
}
