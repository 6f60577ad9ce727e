import type { DeadLetter } from './dead-letters.js'
import type { PlannedStatement } from './plan.js'
import type { TransactionOutcome } from './transaction.js'

/** What the ledger says of a unit. */
export type LedgerStatus = 'applied' | 'dead' | 'parked' | 'skipped' | 'discarded'

/** The consumer's side of one stream's MySQL server: each call but the look-ups is one transaction under the fence. */
export interface UnitStore {
  /** How many transactions may run at the same time. */
  workers: number
  /** Creates the bookkeeping tables where they are missing and the account may. */
  prepare(): Promise<void>
  apply(epoch: number, request: ApplyRequest): Promise<TransactionOutcome>
  bury(epoch: number, letter: DeadLetter): Promise<TransactionOutcome>
  /** Counts, before it is tried, that a unit is tried which may kill the process. Returns how often by now. */
  countAttempt(eventId: string): Promise<number>
  /** None of the units that were counted is left. */
  clearAttempts(): Promise<void>
  /** Forgets at most `limit` settled units from before the floor. Returns how many. */
  purge(floorMs: number, limit: number): Promise<number>
  close(): Promise<void>
}

export interface ApplyRequest {
  readonly eventIds: readonly string[]
  /** `skipped` goes with an empty plan. */
  readonly status: 'applied' | 'skipped'
  readonly plan: readonly PlannedStatement[]
  /** Whether an update whose row is gone fails with MissingRowError or passes. */
  readonly missingRows: 'fail' | 'accept'
}
