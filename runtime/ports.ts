import type { ChangeEvent, Operation, Unit } from './event/unit.js'

/** The small interfaces between the pure core and its edges. Each has a conformance suite in test/. */

/** Any logger with pino's four methods; console fits through `consoleLogger`. Facts first, then the sentence. */
export interface Logger {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/**
 * Follows units from their flush to the transaction that applied them. It is shown no values, and it never throws: what
 * goes wrong in it must not go wrong in a flush.
 */
export interface Tracing {
  /** Begins the span of a flush, below that of the caller. Undefined where nobody records it. */
  flush(stream: string, units: readonly TracedUnit[]): FlushSpan | undefined
  /** A transaction that applied units has just been committed. */
  applied(transaction: TracedTransaction): void
  /** A unit has just become a dead letter. */
  died(death: TracedDeath): void
}

export interface TracedUnit {
  /** Of its first event. */
  readonly entity: string
}

/** The span of a flush until its outcome is certain. One of the two ends it. */
export interface FlushSpan {
  /** The W3C `traceparent` that the units carry; undefined where the trace is not kept. */
  readonly trace: string | undefined
  queued(eventIds: readonly string[]): void
  failed(error: unknown): void
}

export interface TracedTransaction {
  /** The stream's key in Redis. */
  readonly stream: string
  readonly group: string
  readonly kind: 'batch' | 'replay'
  readonly units: number
  readonly durationMs: number
  /** The `traceparent` of each unit that carries one. */
  readonly traces: readonly string[]
}

export interface TracedDeath {
  readonly stream: string
  readonly group: string
  readonly eventId: string
  readonly entity: string
  readonly operation: string
  readonly errorCode: string
  readonly errorName: string
  readonly attempts: number
  readonly trace: string
}

/** Reads time; tests hand in their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}

/** An entry of the stream as stored. */
export interface StoredEntry {
  /** Redis's id: `1700000000000-0`. */
  readonly id: string
  readonly payload: string
  /** How often it was handed out, this time included; 1 for a new one. */
  readonly deliveries: number
}

/**
 * The consumer's side of one stream. All processes share one consumer name, the partition's; which of them works is
 * decided in MySQL. Every call rejects when Redis does not answer in time, and may then be repeated.
 */
export interface StreamReader {
  /** Creates stream and group at 0 where they are missing. Says which it found. */
  ensureGroup(): Promise<'existing' | 'created'>
  /**
   * Takes up to `count` new entries, waiting at most `blockMs` for the first; [] on timeout.
   * Throws GroupMissingError when the group was destroyed: the caller calls `ensureGroup` and reports it.
   */
  read(count: number, blockMs: number): Promise<readonly StoredEntry[]>
  /** Makes a read that waits reject at once. */
  cancelRead(): void
  /**
   * True where entries after `afterId` and before `beforeId` (both exclusive; the end of the stream when absent) were
   * handed out and are not settled. Behind the last entry that this process took, such entries went to another.
   */
  hasPending(afterId: string, beforeId?: string): Promise<boolean>
  /**
   * Takes over what was handed out and not settled, by anyone, in stream order, from after `afterId` (exclusive; `0-0`
   * for the start). `lost` are ids whose entries are gone from the stream. `next` is undefined at the end.
   */
  claim(afterId: string, count: number): Promise<ClaimedEntries>
  /** Acknowledges and removes the entries in one step. Safe to repeat. */
  settle(ids: readonly string[]): Promise<void>
  /** First entry in the stream and last that there ever was; undefined where there is none. */
  bounds(): Promise<StreamBounds>
  close(): Promise<void>
}

export interface StreamBounds {
  readonly first: string | undefined
  readonly last: string | undefined
}

export interface ClaimedEntries {
  readonly entries: readonly StoredEntry[]
  readonly lost: readonly string[]
  readonly next: string | undefined
}

/** The producer's side of one stream. */
export interface StreamWriter {
  /** Waits at most `timeoutMs` for a connection. Resolves with what stood in the way, undefined when there is one. */
  ready(timeoutMs: number): Promise<Error | undefined>
  /**
   * Sends the entry once, if there is a connection now, and waits for the answer, at most `timeoutMs`; a connection
   * that did not answer is given up. The outcome is a value: the caller decides whether to send the same bytes again.
   */
  append(payload: string, timeoutMs: number): Promise<AppendOutcome>
  /** Entries in the stream. Rejects when it cannot be asked within `timeoutMs`. */
  length(timeoutMs: number): Promise<number>
  /** Since a consumer last asked for entries; Infinity where none ever did. Rejects as `length`. */
  consumerSilentMs(timeoutMs: number): Promise<number>
  /** Milliseconds since 1970 by Redis's clock, as far as known from its answers. */
  now(): number
  close(): Promise<void>
}

export type AppendOutcome =
  /** `backlog` is the number of entries in the stream, where it was measured along. */
  | { readonly kind: 'stored'; readonly id: string; readonly backlog: number | undefined }
  /** Redis answered that it did not take it. */
  | { readonly kind: 'refused'; readonly error: Error; readonly retryable: boolean }
  /** No byte left this process. */
  | { readonly kind: 'unsent'; readonly error: Error }
  /** It may or may not have been stored. */
  | { readonly kind: 'unknown'; readonly error: Error }

/** What the ledger says of a unit. */
export type LedgerStatus = 'applied' | 'dead' | 'parked' | 'skipped' | 'discarded'

/** A unit on its way through the consumer. */
export interface QueuedUnit {
  readonly unit: Unit
  readonly entryId: string
  /** Position in stream order; grows by one a unit within this process. */
  readonly sequence: number
}

/**
 * Rows of one table that the database edge writes as one SQL statement, or a few. The rows of an update or a delete may
 * differ in form and run in any order; those of an insert have one form and keep their order.
 */
export interface PlannedStatement {
  readonly operation: Operation
  readonly entity: string
  readonly rows: readonly PlannedRow[]
}

/** An event of a unit, or the net effect of several. Properties of its shape are the table's own names. */
export interface PlannedRow {
  readonly event: ChangeEvent
  /** Where its first event stands: there `{ ref: n }` points, and there a generated id is recorded. */
  readonly node: { readonly queued: QueuedUnit }
  readonly eventIndex: number
}

/** A table whose ids come from blocks, and its key column. */
export interface SequencedTable {
  readonly table: string
  readonly column: string
}

/** Hands out blocks of ids; no id twice, however many processes ask and however they end. */
export interface IdBlockSource {
  /** Reserves `size` consecutive ids and returns the first. */
  take(table: SequencedTable, size: number): Promise<bigint>
}

/** Who works a stream; by the database's clock. Every call rejects when the database is away. */
export interface Lease {
  /** Takes the lease where it is free or has run out. Resolves with its epoch, undefined when another holds it. */
  acquire(leaseMs: number): Promise<number | undefined>
  /**
   * Shuts out every earlier epoch. Waits a moment for transactions that are open under it and then rejects with errno
   * 1205: renew the lease and call again. False when a later epoch has been raised already.
   */
  raiseFence(epoch: number): Promise<boolean>
  /** False when somebody else has taken the lease. */
  renew(epoch: number, leaseMs: number): Promise<boolean>
  /** Lets the next one take over at once. Safe to repeat, harmless when the lease is lost. */
  release(epoch: number): Promise<void>
  /** Milliseconds since 1970: of units older than this the ledger may have forgotten whether they were applied. */
  floor(): Promise<number>
  /** Moves the floor up, never down, to `retentionMs` behind the oldest unit that waits. Returns where it is now. */
  raiseFloor(epoch: number, oldest: OldestWaiting, retentionMs: number): Promise<number>
}

/** The oldest unit that is not settled: when it was queued, or how long ago the stream was seen to hold none. */
export type OldestWaiting =
  | { readonly kind: 'unit'; readonly queuedAtMs: number }
  | { readonly kind: 'none'; readonly seenMsAgo: number }

/** What a consumer process says of its work on one stream. */
export interface ConsumerReport {
  /** `paused` while an alert stands; `standby` while another process holds the lease; `leaving` while it ends. */
  readonly state: 'working' | 'standby' | 'paused' | 'leaving'
  readonly workers: number
  /** Units, since the process began. */
  readonly applied: number
  readonly dead: number
  /** Transactions that were tried again. */
  readonly retries: number
  readonly appliedPerSecond: number
  /** Why it waits, where it does. */
  readonly alert: string | undefined
}

/** Where the processes of a stream say that they are alive. Rejects when the database is away. */
export interface ConsumerRegister {
  report(report: ConsumerReport): Promise<void>
  /** At the end of the process. Safe to repeat. */
  leave(): Promise<void>
}

/** Who works the streams of one MySQL server and who would, by its clock. */
export interface Roster {
  /** Rejects when the database is away, or before the bookkeeping tables are there. */
  look(): Promise<RosterSight>
  close(): Promise<void>
}

export interface RosterSight {
  /** By stream, who holds its lease; streams that nobody holds are missing. */
  readonly holders: ReadonlyMap<string, string>
  /** Processes that have said within their lease time that they are alive, one entry a stream. */
  readonly members: readonly RosterMember[]
}

export interface RosterMember {
  readonly stream: string
  readonly owner: string
  readonly state: ConsumerReport['state']
}

/** How a transaction under the fence ended. Nothing of it has taken effect unless it was committed. */
export type TransactionOutcome =
  | { readonly kind: 'committed' }
  /** A successor has taken over. */
  | { readonly kind: 'fenced' }
  /** The ledger has these units already: settle them, and try again without. */
  | { readonly kind: 'alreadySettled'; readonly eventIds: ReadonlySet<string> }
  /** Rolled back. */
  | { readonly kind: 'failed'; readonly error: Error; readonly at: FailurePlace | undefined }
  /** The connection was lost: it may have been committed, and the ledger will tell at the next try. */
  | { readonly kind: 'unknown'; readonly error: Error }

export interface FailurePlace {
  readonly entity: string
  readonly operation: Operation
  /** The text that failed, values left out. */
  readonly statement: string | undefined
}

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

/** What became of a unit that has left the stream. */
export interface SettledUnit {
  readonly status: LedgerStatus
  /** Ids that MySQL made, by the position of the event in the unit; as decimal text. */
  readonly generatedIds: ReadonlyMap<number, string>
  /** Why it is dead or what it is parked behind; undefined when that has been settled meanwhile. */
  readonly deadLetter: DeadLetterFacts | undefined
}

export interface DeadLetterFacts {
  readonly id: string
  readonly entity: string
  readonly operation: string
  /** MySQL's errno or a code of orm-gen, and its name. */
  readonly errorCode: string
  readonly errorName: string
  readonly message: string
}

/** Looks up what became of units. */
export interface LedgerReader {
  /** By event id; units that are still in the stream are missing. */
  find(eventIds: readonly string[]): Promise<ReadonlyMap<string, SettledUnit>>
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
