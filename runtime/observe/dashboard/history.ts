import type { Rates } from '../rates.js'
import { estimateUnits, isReachable, type StreamStatus } from '../stream-status.js'

/** One look at one stream, for the charts; null is what a server that was away would have known. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly units: number | null
  readonly oldestMs: number | null
  readonly queuedPerSecond: number | null
  readonly appliedPerSecond: number | null
}

export function sampleOf(at: number, { redis }: StreamStatus, rates: Rates): Sample {
  return {
    at,
    units: isReachable(redis) ? estimateUnits(redis).units : null,
    oldestMs: isReachable(redis) ? (redis.oldestMs ?? 0) : null,
    queuedPerSecond: rates.queued ?? null,
    appliedPerSecond: rates.applied ?? null,
  }
}

/** The last samples of each stream, by its key. */
export class History {
  readonly #capacity: number
  readonly #samples = new Map<string, Sample[]>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  add(key: string, sample: Sample): void {
    const samples = this.#samples.get(key) ?? []
    this.#samples.set(key, samples)
    samples.push(sample)
    if (samples.length > this.#capacity) samples.shift()
  }

  toJSON(): Readonly<Record<string, readonly Sample[]>> {
    return Object.fromEntries(this.#samples)
  }
}
