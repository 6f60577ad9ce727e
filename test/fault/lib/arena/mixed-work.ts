import type { Arena } from './arena.js'

export interface MixedWorkOptions {
  /** Processes of each kind. */
  readonly producers: number
  readonly stepsPerSecond: number
}

// Refused flushes merge with what comes later, so only one change of a row may be under way while the way in is hurt.
const CHAINS = { kind: 'chains', entries: 2, accounts: 2, sharedEntries: ['1', '2', '3'], depth: 1 } as const
const RELATIONS = { kind: 'relations', concurrency: 20, tallies: 5 } as const

/** Mixed workloads over related tables, and hot rows that all producers share. */
export async function startMixedWork(arena: Arena, { producers, stepsPerSecond }: MixedWorkOptions): Promise<void> {
  for (const id of CHAINS.sharedEntries) await arena.world.query('INSERT INTO fault_entries (id) VALUES (?)', [id])
  await arena.world.query('TRUNCATE fault_audit')
  const each = Array.from({ length: producers }, () => [
    arena.startProducer(CHAINS, { stepsPerSecond }),
    arena.startProducer(RELATIONS, { stepsPerSecond }),
  ])
  await Promise.all(each.flat())
}
