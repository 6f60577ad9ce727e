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
