import type { StreamReader } from '../ports.js'
import type { Alerts } from './alerts.js'
import { backoffMs } from './backoff.js'

/**
 * Acknowledges and removes settled entries: at once when nothing is under way, else together with all that come
 * meanwhile. Failing costs nothing but a repetition, since the ledger knows the units.
 */
export class Settler {
  readonly #stream: StreamReader
  readonly #alerts: Alerts
  readonly #onSettled: (entryIds: readonly string[]) => void
  #waiting: string[] = []
  #running: Promise<void> | undefined
  #stopped = false

  constructor(stream: StreamReader, alerts: Alerts, onSettled: (entryIds: readonly string[]) => void) {
    this.#stream = stream
    this.#alerts = alerts
    this.#onSettled = onSettled
  }

  add(entryIds: readonly string[]): void {
    if (entryIds.length === 0) return
    for (const id of entryIds) this.#waiting.push(id)
    this.#running ??= this.#run()
  }

  /** Resolves when everything is acknowledged, or after `stop`. */
  async idle(): Promise<void> {
    await this.#running
  }

  /** Gives up trying again: what is left is delivered again and found in the ledger. */
  stop(): void {
    this.#stopped = true
    this.#alerts.wake()
  }

  async #run(): Promise<void> {
    let attempt = 0
    while (this.#waiting.length > 0) {
      const ids = this.#waiting.splice(0)
      try {
        await this.#stream.settle(ids)
        attempt = 0
        this.#alerts.clear('redisAway')
        this.#onSettled(ids)
      } catch (error) {
        this.#waiting = [...ids, ...this.#waiting]
        if (this.#stopped) break
        attempt += 1
        this.#alerts.raise('redisAway', 'Redis does not take acknowledgements', error as Error)
        await this.#alerts.waitForChange(backoffMs(attempt, { firstMs: 20, mostMs: 1_000 }))
      }
    }
    this.#running = undefined
  }
}
