import type { LedgerReader, SettledUnit } from '../ports.js'
import { EngineClosedError } from './enqueue-errors.js'
import { ReceiptTimeoutError } from './receipt-errors.js'

export interface WaitOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Between looks into the ledger: grows from the first to the second, and starts over whenever somebody joins. */
const LOOK_MIN_MS = 1
const LOOK_MAX_MS = 100
const LOOK_GROWTH = 1.5

interface Waiter {
  readonly missing: Set<string>
  readonly found: Map<string, SettledUnit>
  readonly finish: (error?: unknown) => void
}

/** Waits for units to be settled. However many wait, one query at a time looks for all of them. */
export class LedgerWatch {
  readonly #reader: LedgerReader
  readonly #waiters = new Set<Waiter>()
  #looking = false
  #delayMs = LOOK_MIN_MS
  #wake: (() => void) | undefined
  #failure: unknown

  constructor(reader: LedgerReader) {
    this.#reader = reader
  }

  /**
   * Resolves with all of them, by event id. Throws ReceiptTimeoutError, with the last error of the database as cause,
   * and the signal's reason.
   */
  wait(eventIds: readonly string[], { timeoutMs, signal }: WaitOptions): Promise<ReadonlyMap<string, SettledUnit>> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const onAbort = () => waiter.finish(signal?.reason)
      const onTimeout = () => waiter.finish(new ReceiptTimeoutError([...waiter.missing], timeoutMs, this.#failure))
      const timer = setTimeout(onTimeout, Math.min(timeoutMs, 0x7fff_ffff))
      const waiter: Waiter = {
        missing: new Set(eventIds),
        found: new Map(),
        finish: (error) => {
          this.#waiters.delete(waiter)
          clearTimeout(timer)
          signal?.removeEventListener('abort', onAbort)
          if (error === undefined) resolve(waiter.found)
          else reject(error)
        },
      }
      signal?.addEventListener('abort', onAbort)
      this.#waiters.add(waiter)
      this.#delayMs = LOOK_MIN_MS
      this.#wake?.()
      void this.#look()
    })
  }

  close(): void {
    for (const waiter of this.#waiters) waiter.finish(new EngineClosedError())
    this.#wake?.()
  }

  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    while (this.#waiters.size > 0) {
      try {
        const found = await this.#reader.find([...new Set([...this.#waiters].flatMap(({ missing }) => [...missing]))])
        this.#failure = undefined
        for (const waiter of this.#waiters) hand(waiter, found)
      } catch (error) {
        this.#failure = error
      }
      if (this.#waiters.size > 0) await this.#pause()
    }
    this.#looking = false
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), this.#delayMs)
      this.#delayMs = Math.min(LOOK_MAX_MS, this.#delayMs * LOOK_GROWTH)
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve()
      }
    })
  }
}

function hand(waiter: Waiter, found: ReadonlyMap<string, SettledUnit>): void {
  for (const eventId of waiter.missing) {
    const unit = found.get(eventId)
    if (unit === undefined) continue
    waiter.missing.delete(eventId)
    waiter.found.set(eventId, unit)
  }
  if (waiter.missing.size === 0) waiter.finish()
}
