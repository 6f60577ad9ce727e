import type { Unit } from '../event/unit.js'

/** A unit that will not be applied as it is, before anything is done about it. */
export interface UnitFailure {
  readonly stream: string
  readonly unit: Unit
  /** The database's own error, or one of ours: MissingRowError, VersionConflictError. */
  readonly error: Error
  /** Of the event that failed. */
  readonly entity: string
  readonly operation: string
  /** How often it was tried, this time included. */
  readonly attempts: number
}

/** `skip` drops the unit: the ledger says so, nothing else does. */
export type Resolution = 'retry' | 'deadLetter' | 'skip'

/** Asked about a unit that is refused for good, at each refusal; where it throws, the unit becomes a dead letter. */
export type ResolveError = (failure: UnitFailure) => Resolution | Promise<Resolution>
