import { backoffMs } from './backoff.js'
import { classifyFailure, type DatabaseError } from './failure.js'
import type { StreamContext } from './stream-context.js'
import type { Tenure } from './tenure.js'

/** Keeps the lease, and notices when it is lost. While MySQL is away nobody can take it either. */
export class Heartbeat {
  readonly #context: StreamContext
  readonly #tenure: Tenure
  #timer: NodeJS.Timeout | undefined
  #renewing = false

  constructor(context: StreamContext, tenure: Tenure) {
    this.#context = context
    this.#tenure = tenure
  }

  start(): void {
    this.#timer = setInterval(() => void this.#renew(), Math.max(20, this.#context.settings.leaseMs / 3))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /**
   * Shuts out the predecessor; waits for its open transactions, those of a stopped process as long as the server keeps
   * its session. False when somebody else was faster.
   */
  async raiseFence(): Promise<boolean> {
    const { alerts, lease } = this.#context
    for (let attempt = 1; !this.#tenure.isOver; attempt++) {
      try {
        if (await lease.raiseFence(this.#tenure.epoch)) return true
        this.#tenure.finish({ kind: 'lost', reason: 'fenced' })
      } catch (error) {
        if (classifyFailure(error as DatabaseError) === 'configuration')
          this.#tenure.finish({ kind: 'failed', error: error as Error })
        else await alerts.waitForChange(backoffMs(attempt, { firstMs: 20, mostMs: 500 }))
      }
    }
    return false
  }

  async #renew(): Promise<void> {
    if (this.#renewing || this.#tenure.isOver) return
    this.#renewing = true
    try {
      const { lease, settings } = this.#context
      if (await lease.renew(this.#tenure.epoch, settings.leaseMs)) return
      this.#tenure.finish({ kind: 'lost', reason: 'expired' })
      this.#context.alerts.wake()
      this.#context.reader.cancelRead()
    } catch {
      // The next beat tries again; the fence keeps the data right meanwhile.
    } finally {
      this.#renewing = false
    }
  }
}
