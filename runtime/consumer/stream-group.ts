import type { Roster } from '../ports.js'
import { Balancer } from './balancer.js'
import { ConsumerStateError, DrainTimeoutError } from './consumer-error.js'
import { drained } from './drain.js'
import type { ConsumerEventMap, ConsumerEvents, ConsumerListener } from './events.js'
import { Reporter } from './reporter.js'
import { StreamConsumer } from './stream-consumer.js'
import type { StreamContext } from './stream-context.js'

export interface StreamGroupOptions {
  readonly contexts: readonly StreamContext[]
  /** Who this process is, in leases and registers. */
  readonly owner: string
  readonly leaseMs: number
  /** Of each MySQL server, with the keys of the streams that it serves. */
  readonly rosters: readonly { readonly roster: Roster; readonly streams: readonly string[] }[]
  readonly events: ConsumerEvents
  readonly workers: number
  readonly closeEdges: () => Promise<void>
}

/** Works all streams of an engine side by side; one that waits or stops does not disturb the others. */
export class StreamGroup implements AsyncDisposable {
  readonly #options: StreamGroupOptions
  readonly #contexts: readonly StreamContext[]
  readonly #events: ConsumerEvents
  #workers: number
  #consumers: readonly StreamConsumer[] | undefined
  #reporters: readonly Reporter[] = []
  #balancer: Balancer | undefined
  #running: Promise<void> | undefined
  #closed: Promise<void> | undefined

  constructor(options: StreamGroupOptions) {
    this.#options = options
    this.#contexts = options.contexts
    this.#events = options.events
    this.#workers = options.workers
  }

  /** Transactions at the same time, for each stream. May change while running. */
  setLazyFlushWorkers(workers: number): void {
    if (!Number.isInteger(workers) || workers < 1)
      throw new RangeError(`workers must be a whole number from 1, not ${workers}`)
    this.#workers = workers
    for (const consumer of this.#consumers ?? []) consumer.workers = workers
  }

  /** Returns the function that takes the listener off again. */
  on<K extends keyof ConsumerEventMap>(name: K, listener: ConsumerListener<K>): () => void {
    return this.#events.on(name, listener)
  }

  /**
   * Works until `signal` is aborted or `close` is called, and then finishes what it has begun. Rejects when a stream had
   * to stop because of credentials or rights; the other streams go on until then.
   */
  run(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (this.#closed !== undefined) throw new ConsumerStateError('The consumer is closed')
    if (this.#running !== undefined) throw new ConsumerStateError('The consumer runs already')
    const { signal } = options
    if (signal?.aborted) return Promise.resolve()
    const running = this.#start()
    const stop = () => this.#stop()
    signal?.addEventListener('abort', stop, { once: true })
    return running.finally(() => signal?.removeEventListener('abort', stop))
  }

  /**
   * Resolves when everything queued before the call is settled: applied, dead, parked or skipped, by this process or
   * another. Works itself for that long when `run` was not called. Throws DrainTimeoutError.
   */
  async drain(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    if (this.#closed !== undefined) throw new ConsumerStateError('The consumer is closed')
    const { timeoutMs = 60_000 } = options
    const isOwnRun = this.#running === undefined
    const running = isOwnRun ? this.#start() : this.#running!
    try {
      const failed = running.then(() => undefined)
      const consumers = this.#consumers!
      const all = this.#contexts.map((context, index) => drained(context, consumers[index]!, timeoutMs))
      const results = await Promise.race([Promise.all(all), failed])
      if (results === undefined) throw new ConsumerStateError('The consumer was stopped while it drained')
      const open = this.#contexts.filter((_, index) => !results[index])
      if (open.length === 0) return
      const reason = open.find(({ alerts }) => alerts.current !== undefined)?.alerts.current?.message
      throw new DrainTimeoutError(
        timeoutMs,
        open.map(({ stream }) => stream),
        reason,
      )
    } finally {
      if (isOwnRun) {
        this.#stop()
        await running.catch(() => undefined)
      }
    }
  }

  /** Finishes what has begun and closes every connection. Safe to repeat. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #start(): Promise<void> {
    const consumers = this.#contexts.map((context) => new StreamConsumer(context, this.#workers))
    const { owner, leaseMs, rosters } = this.#options
    const servers = rosters.map(({ roster, streams }) => {
      return { roster, streams: consumers.filter(({ stream }) => streams.includes(stream)) }
    })
    const balancer = new Balancer({ owner, leaseMs, servers })
    const balanced = balancer.run()
    this.#consumers = consumers
    this.#balancer = balancer
    const reporters = this.#contexts.map((context) => new Reporter(context, () => this.#workers))
    this.#reporters = reporters
    this.#running = Promise.allSettled(consumers.map((consumer) => consumer.run(balancer))).then(async (results) => {
      balancer.stop()
      this.#reporters = []
      await Promise.all([balanced, ...reporters.map((reporter) => reporter.stop())])
      this.#running = undefined
      this.#consumers = undefined
      const failure = results.find((result) => result.status === 'rejected')
      if (failure !== undefined) throw failure.reason
    })
    return this.#running
  }

  #stop(): void {
    this.#balancer?.stop()
    for (const reporter of this.#reporters) reporter.leave()
    for (const consumer of this.#consumers ?? []) consumer.stop()
  }

  async #close(): Promise<void> {
    this.#stop()
    await this.#running?.catch(() => undefined)
    await this.#options.closeEdges()
  }
}
