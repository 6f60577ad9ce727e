import type { Arena } from './arena.js'

export interface MixedWorkOptions {
  /** Processes of each kind that only writes. */
  readonly producers: number
  /** Processes that read what they wrote. */
  readonly readers?: number
  readonly stepsPerSecond: number
}

// Refused flushes merge with what comes later, so only one change of a row may be under way while the way in is hurt.
const CHAINS = { kind: 'chains', entries: 2, accounts: 2, sharedEntries: ['1', '2', '3'], depth: 1 } as const
const READBACK = { kind: 'readback', accounts: 6 } as const
/** A short deadline, so that flushes come to be in doubt. */
const READER_FLUSH_MS = 3_000
const RELATIONS = { kind: 'relations', concurrency: 20, tallies: 5 } as const

/** Mixed workloads over related tables, and hot rows that all producers share. */
export async function startMixedWork(
  arena: Arena,
  { producers, readers = 0, stepsPerSecond }: MixedWorkOptions,
): Promise<void> {
  for (const id of CHAINS.sharedEntries) await arena.world.query('INSERT INTO fault_entries (id) VALUES (?)', [id])
  await arena.world.query('TRUNCATE fault_audit')
  // One after the other: starting costs processors, and deadlines may be short.
  for (let index = 0; index < producers; index++) {
    await arena.startProducer(CHAINS, { stepsPerSecond })
    await arena.startProducer(RELATIONS, { stepsPerSecond })
  }
  for (let index = 0; index < readers; index++)
    await arena.startProducer(READBACK, { stepsPerSecond, flushMs: READER_FLUSH_MS })
}
