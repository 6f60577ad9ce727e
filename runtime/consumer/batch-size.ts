import type { TakeLimits } from './unit-graph.js'

/** A transaction that takes longer is too large: a takeover would throw too much work away, and again the next time. */
const SLOW_MS = 1_000
const QUICK_MS = 250
const SMALLEST_SHARE = 1 / 64
const FIRST_SHARE = 1 / 32

/**
 * How much a batch may take at the moment: a share of the limits that doubles while transactions are quick and halves
 * when one is slow. It starts small, so that a tenure which ends soon has brought something to its end all the same.
 */
export class BatchSize {
  readonly #most: TakeLimits
  #share = FIRST_SHARE

  constructor(most: TakeLimits) {
    this.#most = most
  }

  get limits(): TakeLimits {
    const { rows, units, bytes } = this.#most
    const part = (limit: number) => Math.max(1, Math.floor(limit * this.#share))
    return { rows: part(rows), units: part(units), bytes: part(bytes) }
  }

  /** Tells how long a batch took, repetitions included. */
  observe(tookMs: number): void {
    if (tookMs > SLOW_MS) this.#share = Math.max(SMALLEST_SHARE, this.#share / 2)
    else if (tookMs < QUICK_MS) this.#share = Math.min(1, this.#share * 2)
  }
}
