import type { DeadLetter } from '../ports.js'

/** Why a stream waits, or stopped. Cleared by itself when the cause is gone. */
export type AlertKind =
  | 'mysqlAway'
  | 'redisAway'
  | 'schemaBehind'
  | 'consumerTooOld'
  | 'storm'
  | 'configuration'
  | 'deadLetterRefused'

/** Told once when it begins; `alertCleared` when its cause is gone. */
export interface ConsumerAlert {
  readonly stream: string
  readonly kind: AlertKind
  readonly message: string
  readonly error: Error | undefined
}

/** What a consumer tells; each event names its stream. */
export interface ConsumerEventMap {
  /**
   * A transaction was committed; `applyMs` from its first statement to its COMMIT's answer. `traces` are the W3C
   * `traceparent` of its units, where their flushes were traced.
   */
  applied: {
    readonly stream: string
    readonly units: number
    readonly applyMs: number
    readonly traces: readonly string[]
  }
  /** A transaction is tried again after `delayMs`; `attempt` counts from 1. */
  retry: {
    readonly stream: string
    readonly units: number
    readonly attempt: number
    readonly delayMs: number
    readonly error: Error
  }
  deadLetter: { readonly stream: string; readonly letter: DeadLetter; readonly error: Error }
  /** Units that wait in MySQL behind a dead letter. */
  parked: { readonly stream: string; readonly eventIds: readonly string[] }
  /** A dead letter, or a unit parked behind one, has found its end. */
  replayed: {
    readonly stream: string
    readonly eventId: string
    readonly status: 'applied' | 'discarded'
    readonly trace: string | undefined
  }
  /** `resolveError` chose to drop the unit. */
  skipped: { readonly stream: string; readonly eventId: string; readonly error: Error }
  /** An update whose row is gone passed, as `onMissingRow: 'report'` says. */
  missingRow: { readonly stream: string; readonly eventId: string; readonly error: Error }
  /** Units that had been settled before they were delivered again. */
  redelivered: { readonly stream: string; readonly units: number }
  /** Entries that were handed out and are gone from the stream, or a stream that had to be created anew. */
  lost: { readonly stream: string; readonly entryIds: readonly string[]; readonly reason: string }
  leaseAcquired: { readonly stream: string; readonly epoch: number }
  /** Given up of its own accord: the process ends, or another one has fewer streams. */
  leaseReleased: { readonly stream: string; readonly epoch: number }
  leaseLost: { readonly stream: string; readonly epoch: number; readonly reason: 'expired' | 'fenced' }
  alert: ConsumerAlert
  alertCleared: { readonly stream: string; readonly kind: AlertKind }
}

export type ConsumerListener<K extends keyof ConsumerEventMap> = (event: ConsumerEventMap[K]) => void

/** Calls listeners in the order in which they came. One that throws does not disturb the others, nor the consumer. */
export class ConsumerEvents {
  readonly #listeners = new Map<keyof ConsumerEventMap, Set<(event: never) => void>>()
  readonly #onListenerError: (error: unknown) => void

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError
  }

  /** Returns the function that takes the listener off again. */
  on<K extends keyof ConsumerEventMap>(name: K, listener: ConsumerListener<K>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  emit<K extends keyof ConsumerEventMap>(name: K, event: ConsumerEventMap[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        ;(listener as ConsumerListener<K>)(event)
      } catch (error) {
        this.#onListenerError(error)
      }
    }
  }
}
