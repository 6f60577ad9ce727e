import { setTimeout } from 'node:timers/promises'

/** What became of the flushes of a producer. */
export interface FlushCounts {
  readonly resolved: number
  /** In doubt at first; settled by flushing again. */
  readonly unknown: number
  /** Refused at first: backlog, full or absent Redis. */
  readonly refused: number
  readonly longestMs: number
}

/** Outcomes that flushing again mends; any other error is a bug of the workload or of the engine. */
const UNKNOWN = new Set(['ORM2601'])
const REFUSED = new Set(['ORM2603', 'ORM2605', 'ORM2608', 'ORM2609'])

/** Flushes until the promise is given, and counts what stood in the way. */
export class Flushes {
  readonly #counts = { resolved: 0, unknown: 0, refused: 0, longestMs: 0 }

  get counts(): FlushCounts {
    return { ...this.#counts }
  }

  async until<T>(flush: () => Promise<T>): Promise<T> {
    for (;;) {
      const begun = performance.now()
      try {
        const receipt = await flush()
        this.#counts.resolved++
        return receipt
      } catch (error) {
        this.#countFailure(error)
      } finally {
        this.#counts.longestMs = Math.max(this.#counts.longestMs, performance.now() - begun)
      }
      await setTimeout(10)
    }
  }

  #countFailure(error: unknown): void {
    const code = (error as { code?: string }).code ?? ''
    if (UNKNOWN.has(code)) this.#counts.unknown++
    else if (REFUSED.has(code)) this.#counts.refused++
    else throw error
  }
}
