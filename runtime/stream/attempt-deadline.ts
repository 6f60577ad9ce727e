/**
 * A deadline for one attempt at a time, with one timer for all of them: an attempt that is answered in time costs no
 * timer of its own. `timeoutMs` must not shrink from one attempt to the next. The connection keeps the process alive.
 */
export class AttemptDeadline {
  #expire: (() => void) | undefined
  #deadline = 0
  #timer: NodeJS.Timeout | undefined

  /** Calls `expire` `timeoutMs` after `now`, which is a time of `performance`, unless `end` is called before. */
  begin(now: number, timeoutMs: number, expire: () => void): void {
    this.#expire = expire
    this.#deadline = now + timeoutMs
    if (this.#timer === undefined) this.#arm(timeoutMs)
  }

  end(): void {
    this.#expire = undefined
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#expire = undefined
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      const expire = this.#expire
      if (expire === undefined) return
      const leftMs = this.#deadline - performance.now()
      if (leftMs > 0) this.#arm(leftMs)
      else {
        this.#expire = undefined
        expire()
      }
    }, delayMs).unref()
  }
}
