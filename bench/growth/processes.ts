import { BenchChild } from '../child/bench-child.js'

/** Processes that a series starts, ended by `close` of the list. */
export class Processes {
  readonly #children: BenchChild[] = []

  start(): BenchChild {
    const child = new BenchChild()
    this.#children.push(child)
    return child
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.close()))
  }
}
