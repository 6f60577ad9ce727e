/** Durations of one kind of call, in milliseconds. */
export class Latency {
  readonly #samples: number[] = []

  async measure<T>(call: () => Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await call()
    this.#samples.push(performance.now() - start)
    return result
  }

  get count(): number {
    return this.#samples.length
  }

  /** The duration that `share` (0 to 1) of the calls did not exceed; NaN without calls. */
  quantile(share: number): number {
    const sorted = this.#samples.toSorted((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  }
}
