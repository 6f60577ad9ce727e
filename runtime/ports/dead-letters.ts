import type { PlannedStatement } from './plan.js'
import type { TransactionOutcome } from './transaction.js'

/** A unit that was given up, with the reason. */
export interface DeadLetter {
  readonly eventId: string
  /** Of the event that failed, where it is known; else of the first. */
  readonly entity: string
  readonly operation: string
  /** `1062`, or the code of one of our own errors. */
  readonly errorCode: string
  readonly errorName: string
  readonly message: string
  readonly statement: string | undefined
  /** The unit as an entry of its own, or whatever the entry held. */
  readonly payload: string
  /** `User.password`: what must be masked wherever the payload is shown. */
  readonly sensitive: readonly string[]
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly queuedAtMs: number
  /** Hashes of the rows that it writes, as 32 hexadecimal digits: later units of these rows wait behind it. */
  readonly keys: readonly string[]
  /** W3C `traceparent` of its flush, when that was traced. */
  readonly trace?: string | undefined
}

/**
 * Units that wait in MySQL: dead letters, and behind them those that write the same rows. A chain is a dead letter and
 * what is parked behind it; it stays closed to new units until its last one is settled.
 */
export interface DeadLetterStore {
  /** False while nothing is dead: then no unit needs to be looked up. */
  hasChains(): Promise<boolean>
  /** Of the hashes those whose rows belong to a chain, each with the chains' ids, oldest first. */
  findChains(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  park(epoch: number, units: readonly UnitToPark[]): Promise<TransactionOutcome>
  /** The next thing to do about chains; undefined when there is nothing. */
  nextTask(): Promise<ChainTask | undefined>
  /** Of a chain whose dead letter is settled, in order. */
  followers(chainId: string, limit: number): Promise<readonly ParkedUnit[]>
  /** Applies a waiting unit by its plan; its ledger row says so from the same transaction on. */
  apply(epoch: number, unit: WaitingUnit, plan: readonly PlannedStatement[]): Promise<TransactionOutcome>
  /** Settles a dead letter without applying it. */
  discard(epoch: number, unit: WaitingUnit): Promise<TransactionOutcome>
  /** Keeps a waiting unit as a dead letter, with a cause that is new. A follower gets a chain of its own. */
  bury(epoch: number, unit: WaitingUnit, letter: DeadLetter): Promise<TransactionOutcome>
  /** Moves a follower behind another chain, which it must wait for too. */
  move(epoch: number, unit: WaitingUnit, chainId: string, keys: readonly string[]): Promise<TransactionOutcome>
  /** Opens the rows of a chain again, unless somebody is parked behind it. */
  endChain(epoch: number, chainId: string): Promise<TransactionOutcome>
}

export interface UnitToPark {
  readonly eventId: string
  readonly payload: string
  /** The chain behind which it waits, and others whose rows it writes. */
  readonly chainIds: readonly string[]
  /** Hashes of its own rows: later units of these wait too. */
  readonly keys: readonly string[]
}

export interface ParkedUnit {
  readonly id: string
  readonly eventId: string
  readonly payload: string
}

/** A unit that waits in MySQL, by the row that keeps it. */
export interface WaitingUnit {
  readonly kind: 'deadLetter' | 'parked'
  readonly id: string
  readonly eventId: string
}

export type ChainTask =
  /** Somebody asked for it: `force` applies it whatever the row's version is. */
  | {
      readonly kind: 'retry' | 'force' | 'discard'
      readonly id: string
      readonly eventId: string
      readonly payload: string
    }
  /** A chain whose dead letter is settled. */
  | { readonly kind: 'followers'; readonly id: string }
