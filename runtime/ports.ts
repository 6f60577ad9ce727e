import type { TableDefinition } from './entity/table.js'
import type { EventField, Operation, Unit, WireValue } from './event/unit.js'

/** The small interfaces between the pure core and its edges. Each has a conformance suite in test/. */

/** Any logger with pino's four methods; console fits through `consoleLogger`. Facts first, then the sentence. */
export interface Logger {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
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

/** The consumer's side of one stream. One connection of its own; one consumer name, the partition's. */
export interface StreamReader {
  /** Creates stream and group at 0 where they are missing. Says which it found. */
  ensureGroup(): Promise<'existing' | 'created'>
  /**
   * Takes up to `count` new entries, waiting at most `blockMs` for the first; [] on timeout.
   * Throws GroupMissingError when the group was destroyed: the caller calls `ensureGroup` and reports it.
   */
  read(count: number, blockMs: number): Promise<readonly StoredEntry[]>
  /**
   * Takes over what was handed out and not settled, by anyone, in stream order, from after `afterId` (exclusive; `0-0`
   * for the start). `lost` are ids whose entries are gone from the stream. `next` is undefined at the end.
   */
  claim(afterId: string, count: number): Promise<ClaimedEntries>
  /** Acknowledges and removes the entries in one step. Safe to repeat. */
  settle(ids: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface ClaimedEntries {
  readonly entries: readonly StoredEntry[]
  readonly lost: readonly string[]
  readonly next: string | undefined
}

/** The producer's side of one stream. */
export interface StreamWriter {
  /**
   * Sends the entry once and waits for the answer, at most `timeoutMs`.
   * The outcome is a value: the caller decides whether to send the same bytes again.
   */
  append(payload: string, timeoutMs: number): Promise<AppendOutcome>
  close(): Promise<void>
}

export type AppendOutcome =
  | { readonly kind: 'stored'; readonly id: string }
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

/** What one transaction writes: stages in order; the statements of one stage do not depend on each other. */
export interface BatchPlan {
  readonly stages: readonly (readonly PlannedStatement[])[]
}

/** Rows of one table and of one form; the database edge makes one SQL statement of them, or a few. */
export interface PlannedStatement {
  readonly operation: Operation
  readonly table: TableDefinition
  /** What each value of a row stands for. Properties are the table's own names; `was` does not occur. */
  readonly fields: readonly EventField[]
  readonly rows: readonly (readonly WireValue[])[]
  /**
   * For each row the event that it stands for. Set where the table's key is AUTO_INCREMENT, whose ids go to the ledger,
   * and where values are `{ ref }`.
   */
  readonly origins?: readonly RowOrigin[]
}

export interface RowOrigin {
  readonly eventId: string
  /** Index of the event in its unit: what `{ ref }` counts. */
  readonly event: number
}
