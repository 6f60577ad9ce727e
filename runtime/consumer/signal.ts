/** Wakes whoever waits: a condition that may have changed, to be looked at again. */
export class Signal {
  #waiters: (() => void)[] = []

  notify(): void {
    for (const wake of this.#waiters.splice(0)) wake()
  }

  /** Resolves at the next `notify`, and after `timeoutMs` at the latest. */
  wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#forget(wake), timeoutMs)
      const wake = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#waiters.push(wake)
    })
  }

  #forget(wake: () => void): void {
    this.#waiters = this.#waiters.filter((waiter) => waiter !== wake)
    wake()
  }
}
