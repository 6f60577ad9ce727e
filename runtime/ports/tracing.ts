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
