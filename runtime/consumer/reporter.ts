import type { ConsumerReport } from '../ports.js'
import type { StreamContext } from './stream-context.js'

/** Often enough that a silence of ten seconds means that the process is gone. */
const REPORT_MS = 2_000
/** And within its lease, so that the others count on it: two may be late. */
const REPORTS_A_LEASE = 3

/** Tells the register, now and then, how the work on one stream goes. What status and dashboard know comes from here. */
export class Reporter {
  readonly #context: StreamContext
  readonly #workers: () => number
  readonly #removers: readonly (() => void)[]
  readonly #totals = { applied: 0, dead: 0, retries: 0 }
  readonly #timer: NodeJS.Timeout
  #holdsLease = false
  #isLeaving = false
  /** A report waits for the one before it. */
  #isDue = false
  #lastRate = 0
  #measuredAt = performance.now()
  #measuredApplied = 0
  #reporting: Promise<void> = Promise.resolve()

  /** Begins at once. `workers` may change while it runs. */
  constructor(context: StreamContext, workers: () => number) {
    const { events, stream } = context
    const own = <E extends { readonly stream: string }>(act: (event: E) => void) => {
      return (event: E) => {
        if (event.stream === stream) act(event)
      }
    }
    this.#context = context
    this.#workers = workers
    this.#removers = [
      events.on(
        'applied',
        own(({ units }) => this.#count('applied', units)),
      ),
      events.on(
        'deadLetter',
        own(() => this.#count('dead', 1)),
      ),
      events.on(
        'retry',
        own(() => this.#count('retries', 1)),
      ),
      events.on(
        'leaseAcquired',
        own(() => this.#changeLease(true)),
      ),
      events.on(
        'leaseReleased',
        own(() => this.#changeLease(false)),
      ),
      events.on(
        'leaseLost',
        own(() => this.#changeLease(false)),
      ),
      events.on(
        'alert',
        own(() => this.#report()),
      ),
      events.on(
        'alertCleared',
        own(() => this.#report()),
      ),
    ]
    this.#timer = setInterval(() => this.#report(), Math.min(REPORT_MS, context.settings.leaseMs / REPORTS_A_LEASE))
    this.#timer.unref()
    this.#report()
  }

  /** Tells the others not to count on it any more. */
  leave(): void {
    this.#isLeaving = true
    this.#report()
  }

  /** Takes the process off the register. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    for (const remove of this.#removers) remove()
    await this.#reporting
    await this.#context.register.leave().catch(() => undefined)
  }

  #count(what: 'applied' | 'dead' | 'retries', units: number): void {
    this.#totals[what] += units
  }

  #changeLease(holdsLease: boolean): void {
    this.#holdsLease = holdsLease
    this.#report()
  }

  /** A report that the database does not take is left out: the next one says more. */
  #report(): void {
    if (this.#isDue) return
    this.#isDue = true
    this.#reporting = this.#reporting
      .then(() => {
        this.#isDue = false
        return this.#context.register.report(this.#current())
      })
      .catch(() => undefined)
  }

  #current(): ConsumerReport {
    const alert = this.#context.alerts.current?.message
    return {
      state: this.#isLeaving ? 'leaving' : alert !== undefined ? 'paused' : this.#holdsLease ? 'working' : 'standby',
      workers: this.#workers(),
      ...this.#totals,
      appliedPerSecond: this.#rate(),
      alert,
    }
  }

  /** Over a second at least: reports can follow each other faster. */
  #rate(): number {
    const now = performance.now()
    const seconds = (now - this.#measuredAt) / 1_000
    if (seconds < 1) return this.#lastRate
    const rate = (this.#totals.applied - this.#measuredApplied) / seconds
    this.#measuredAt = now
    this.#measuredApplied = this.#totals.applied
    this.#lastRate = Math.round(rate * 10) / 10
    return this.#lastRate
  }
}
