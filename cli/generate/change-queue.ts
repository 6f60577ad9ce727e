/** Editors save in several steps: what happens within this time is one change. */
const SETTLE_MS = 15

/** Gathers paths and hands them over together, one hand-over after another. */
export class ChangeQueue {
  readonly #handle: (paths: readonly string[]) => Promise<void>
  #waiting = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #running = Promise.resolve()

  constructor(handle: (paths: readonly string[]) => Promise<void>) {
    this.#handle = handle
  }

  add(path: string): void {
    this.#waiting.add(path)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#flush(), SETTLE_MS)
  }

  /** Resolves when nothing is under way; what was only gathered is dropped. */
  idle(): Promise<void> {
    clearTimeout(this.#timer)
    return this.#running
  }

  #flush(): void {
    const paths = [...this.#waiting]
    this.#waiting = new Set()
    this.#running = this.#running.then(() => this.#handle(paths))
  }
}
