import type { Clock } from '../ports.js'

/**
 * Redis's clock as seen from here: the own clock plus the difference that the last answer showed. Event ids carry this
 * time, so that a producer whose clock is wrong does no harm.
 */
export class RedisClock implements Clock {
  readonly #own: Clock
  #offsetMs = 0

  constructor(own: Clock) {
    this.#own = own
  }

  now(): number {
    return this.#own.now() + this.#offsetMs
  }

  /** Takes the time of an answer that has just arrived. */
  observe(redisMs: number): void {
    this.#offsetMs = redisMs - this.#own.now()
  }
}

/** Milliseconds of a stream id: `1700000000000-0`. */
export function streamIdTime(id: string): number {
  return Number.parseInt(id, 10)
}
