import { ratesOf } from '../rates.js'
import { statusAsData } from '../status-data.js'
import type { StatusReader } from '../status-reader.js'
import type { StreamStatus } from '../stream-status.js'
import { History, sampleOf } from './history.js'

export const SAMPLE_MS = 2_000
const HISTORY_MS = 600_000

/** What every open page is told at each look. */
export interface Moment {
  readonly at: number
  /** In the form of `status --json`. */
  readonly streams: readonly object[]
}

/** Looks at the streams every two seconds, remembers ten minutes, and tells whoever listens. */
export class Watch {
  readonly history = new History(HISTORY_MS / SAMPLE_MS)
  readonly #reader: StatusReader
  readonly #listeners = new Set<(moment: Moment) => void>()
  #before: { readonly atMs: number; readonly statuses: readonly StreamStatus[] } | undefined
  #latest: Moment | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(reader: StatusReader) {
    this.#reader = reader
    void this.#look()
  }

  /** Undefined before the first look has ended. */
  get latest(): Moment | undefined {
    return this.#latest
  }

  /** Returns the function that takes the listener off again. */
  listen(listener: (moment: Moment) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#reader.close()
  }

  /** The pause comes after the look: a server that answers slowly is not asked the more. */
  async #look(): Promise<void> {
    const statuses = await this.#reader.read()
    if (this.#closed) return
    const [at, atMs] = [Date.now(), performance.now()]
    const rates = statuses.map((status, index) =>
      ratesOf(this.#before?.statuses[index], status, atMs - (this.#before?.atMs ?? atMs)),
    )
    for (const [index, status] of statuses.entries()) {
      this.history.add(status.stream.key, sampleOf(at, status, rates[index]!))
    }
    this.#before = { atMs, statuses }
    this.#latest = { at, streams: statuses.map((status, index) => statusAsData(status, rates[index]!)) }
    for (const listener of this.#listeners) listener(this.#latest)
    this.#timer = setTimeout(() => void this.#look(), SAMPLE_MS)
    this.#timer.unref()
  }
}
