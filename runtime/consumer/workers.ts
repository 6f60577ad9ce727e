import type { BatchRunner } from './batch-runner.js'
import { BatchSize } from './batch-size.js'
import type { LookAhead } from './look-ahead.js'
import { Signal } from './signal.js'
import type { Tenure } from './tenure.js'
import type { TakeLimits } from './unit-graph.js'

/** From so many units on a batch is bulk work, which keeps a core of the database busy by itself. */
const BULK_UNITS = 200
/** More of them at once are no faster than one Node process can feed: their transactions get in each other's way. */
const BULK_AT_ONCE = 3

/** Gives ready units to as many batches at the same time as there are workers; nothing waits for a batch to fill. */
export class Workers {
  readonly #tenure: Tenure
  readonly #lookAhead: LookAhead
  readonly #runner: BatchRunner
  readonly #size: BatchSize
  readonly #idle = new Signal()
  readonly #onProgress: () => void
  readonly #mayBegin: () => boolean
  #count: number
  #active = 0
  #bulk = 0
  #paused = false

  constructor(
    tenure: Tenure,
    lookAhead: LookAhead,
    runner: BatchRunner,
    options: {
      readonly count: number
      readonly limits: TakeLimits
      readonly onProgress: () => void
      /** False while the stream waits: what is under way goes on, and nothing more begins. */
      readonly mayBegin: () => boolean
    },
  ) {
    this.#tenure = tenure
    this.#lookAhead = lookAhead
    this.#runner = runner
    this.#count = options.count
    this.#size = new BatchSize(options.limits)
    this.#onProgress = options.onProgress
    this.#mayBegin = options.mayBegin
  }

  set count(count: number) {
    this.#count = count
    this.kick()
  }

  /** To be called whenever something may have become ready. */
  kick(): void {
    const { graph } = this.#lookAhead
    while (
      !this.#paused &&
      this.#mayBegin() &&
      this.#active < this.#count &&
      this.#bulk < BULK_AT_ONCE &&
      graph.ready > 0 &&
      !this.#tenure.isOver
    ) {
      const { mostUnits } = this.#lookAhead
      if (mostUnits !== undefined && this.#active > 0) return
      const { limits } = this.#size
      const nodes = graph.take(
        mostUnits === undefined ? limits : { ...limits, units: Math.min(mostUnits, limits.units) },
      )
      if (nodes.length === 0) return
      this.#active += 1
      void this.#work(nodes)
    }
  }

  /** Runs `work` while no batch is under way and none begins. Not for two callers at once. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    this.#paused = true
    try {
      while (this.#active > 0) await this.#idle.wait(60_000)
      return await work()
    } finally {
      this.#paused = false
      this.kick()
    }
  }

  /** Resolves when no batch is under way. */
  async idle(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs
    while (this.#active > 0 && performance.now() < deadline) await this.#idle.wait(deadline - performance.now())
  }

  async #work(nodes: Parameters<BatchRunner['run']>[0]): Promise<void> {
    const begunAt = performance.now()
    const isBulk = nodes.length >= BULK_UNITS
    if (isBulk) this.#bulk += 1
    try {
      await this.#runner.run(nodes)
      this.#size.observe(performance.now() - begunAt)
    } catch (error) {
      this.#tenure.finish({ kind: 'failed', error: error as Error })
    } finally {
      this.#active -= 1
      if (isBulk) this.#bulk -= 1
      this.kick()
      this.#onProgress()
      if (this.#active === 0) this.#idle.notify()
    }
  }
}
