import type { ChangeEvent, Operation, Unit } from './event/unit.js'

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
  /** Waits at most `timeoutMs` for a connection. Resolves with what stood in the way, undefined when there is one. */
  ready(timeoutMs: number): Promise<Error | undefined>
  /**
   * Sends the entry once, if there is a connection now, and waits for the answer, at most `timeoutMs`; a connection
   * that did not answer is given up. The outcome is a value: the caller decides whether to send the same bytes again.
   */
  append(payload: string, timeoutMs: number): Promise<AppendOutcome>
  /** Entries in the stream. Rejects when it cannot be asked within `timeoutMs`. */
  length(timeoutMs: number): Promise<number>
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
