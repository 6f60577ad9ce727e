import type { RunReport } from '../lib/arena/arena.js'
import type { FaultServers } from '../lib/arena/servers.js'

export interface CaseContext {
  readonly servers: FaultServers
  readonly seed: number
  /** Faults, or repetitions, of one run: a few in `npm test`, many in `npm run test:faults`. */
  readonly strikes: number
  readonly mutant?: string | undefined
}

/** One way to go wrong, and what must hold all the same. */
export interface FaultCase {
  /** What `--only` takes. */
  readonly name: string
  /** Row of the table in docs/reliability.md. */
  readonly row: number
  readonly title: string
  /** Runs only where `--only` names it. */
  readonly isLong?: boolean
  run(context: CaseContext): Promise<RunReport>
}
