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
