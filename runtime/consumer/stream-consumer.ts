import { backoffMs } from './backoff.js'
import { type Balancer, LOOK_MS, type SharedStream } from './balancer.js'
import { classifyFailure, type DatabaseError } from './failure.js'
import { Signal } from './signal.js'
import type { StreamContext } from './stream-context.js'
import { StreamWork } from './stream-work.js'
import { Tenure } from './tenure.js'

const MYSQL_BACKOFF = { firstMs: 50, mostMs: 1_000 } as const

/** Takes turns with other processes at one stream: stands by, works while it holds the lease, stands by again. */
export class StreamConsumer implements SharedStream {
  readonly #context: StreamContext
  readonly #settled = new Signal()
  readonly #stop = new Signal()
  #workers: number
  #work: StreamWork | undefined
  #running = false
  #stopping = false

  constructor(context: StreamContext, workers: number) {
    this.#context = context
    this.#workers = workers
    context.store.workers = workers
  }

  set workers(count: number) {
    this.#workers = count
    this.#context.store.workers = count
    if (this.#work !== undefined) this.#work.workers = count
  }

  /** Entries were removed from the stream by this process. */
  whenSettled(timeoutMs: number): Promise<void> {
    return this.#settled.wait(timeoutMs)
  }

  get stream(): string {
    return this.#context.stream
  }

  get isWilling(): boolean {
    return this.#running && !this.#stopping
  }

  get isWaiting(): boolean {
    return this.#context.alerts.current !== undefined
  }

  /** Ends the tenure as `stop` does, and stands by again. */
  handOver(): void {
    this.#work?.stop()
  }

  /** Ends `run`: what was taken is finished, within the time for closing. */
  stop(): void {
    this.#stopping = true
    this.#stop.notify()
    this.#context.alerts.wake()
    this.#work?.stop()
  }

  /** Until `stop`. Rejects where the account or its rights do not allow the work. */
  async run(balancer: Balancer): Promise<void> {
    this.#running = true
    try {
      await this.#patiently(() => this.#context.store.prepare())
      while (!this.#stopping) {
        const turn = await this.#patiently(() => balancer.turn(this.stream))
        const epoch = turn === 'take' ? await this.#patiently(() => this.#acquire()) : undefined
        if (epoch === undefined) {
          await this.#stop.wait(LOOK_MS * (0.75 + Math.random() / 2))
          continue
        }
        const end = await this.#hold(epoch)
        if (end.kind === 'failed') throw end.error
      }
    } finally {
      this.#running = false
    }
  }

  #acquire(): Promise<number | undefined> {
    return this.#context.lease.acquire(this.#context.settings.leaseMs)
  }

  async #hold(epoch: number) {
    const { events, lease, stream } = this.#context
    const tenure = new Tenure(epoch)
    const work = new StreamWork(this.#context, tenure, this.#workers, () => this.#settled.notify())
    this.#work = work
    if (this.#stopping) work.stop()
    const end = await work.run()
    this.#work = undefined
    if (end.kind === 'lost') events.emit('leaseLost', { stream, epoch, reason: end.reason })
    else {
      await lease.release(epoch).catch(() => undefined)
      events.emit('leaseReleased', { stream, epoch })
    }
    return end
  }

  /** Waits for MySQL as long as it takes, unless waiting cannot help. Undefined when stopped meanwhile. */
  async #patiently<T>(action: () => Promise<T>): Promise<T | undefined> {
    const { alerts } = this.#context
    for (let attempt = 1; !this.#stopping; attempt++) {
      try {
        const result = await action()
        alerts.clear('mysqlAway', 'schemaBehind')
        return result
      } catch (thrown) {
        const error = thrown as Error
        const kind = classifyFailure(error as DatabaseError)
        if (kind === 'configuration') {
          alerts.raise('configuration', 'The account may not do what the stream needs; the stream stops', error)
          throw error
        }
        if (kind === 'schemaBehind')
          alerts.raise('schemaBehind', 'The bookkeeping tables are missing; run orm-gen ddl', error)
        else alerts.raise('mysqlAway', 'MySQL is away; the stream waits', error)
        await alerts.waitForChange(backoffMs(attempt, MYSQL_BACKOFF))
      }
    }
    return undefined
  }
}
