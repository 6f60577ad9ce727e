import type { Clock, Logger, StreamWriter } from '../ports.js'
import { BacklogLimitError } from './enqueue-errors.js'
import { GrowthWatch } from './growth-watch.js'

export interface BacklogLimits {
  readonly warnAt: number
  readonly refuseAt: number
  readonly consumerSilentMs: number
  readonly answerMs: number
}

/** While units are refused no entry brings a new figure along: then the stream is asked for it, this often. */
const ASK_EVERY_MS = 250
const WARN_EVERY_MS = 60_000

/** Knows how long the stream was when it was last measured; warns where it is long or nobody reads it, and refuses. */
export class BacklogGate {
  readonly #stream: string
  readonly #writer: StreamWriter
  readonly #limits: BacklogLimits
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #growth: GrowthWatch
  #backlog = 0
  #askedAt = Number.NEGATIVE_INFINITY
  #warnedAt = Number.NEGATIVE_INFINITY

  constructor(
    stream: string,
    writer: StreamWriter,
    limits: BacklogLimits,
    tools: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#stream = stream
    this.#writer = writer
    this.#limits = limits
    this.#clock = tools.clock
    this.#logger = tools.logger
    this.#growth = new GrowthWatch(limits.consumerSilentMs)
  }

  assertBelowLimit(): void {
    if (this.#backlog < this.#limits.refuseAt) return
    this.#ask()
    throw new BacklogLimitError(this.#stream, this.#backlog, this.#limits.refuseAt)
  }

  observe(backlog: number): void {
    this.#backlog = backlog
    const now = this.#clock.now()
    if (this.#growth.hasOnlyGrown(backlog, now)) this.#lookForConsumer(backlog)
    if (backlog < this.#limits.warnAt || now - this.#warnedAt < WARN_EVERY_MS) return
    this.#warnedAt = now
    this.#logger.warn(
      { stream: this.#stream, backlog, warnAt: this.#limits.warnAt },
      'The stream is long: is a consumer alive?',
    )
  }

  #lookForConsumer(backlog: number): void {
    const { consumerSilentMs, answerMs } = this.#limits
    this.#writer.consumerSilentMs(answerMs).then(
      (silentMs) => {
        if (silentMs < consumerSilentMs) return
        const facts = { stream: this.#stream, backlog, ...(Number.isFinite(silentMs) && { silentMs }) }
        this.#logger.warn(facts, 'The stream grows and no consumer reads it: start one with orm-gen consume')
      },
      (error: unknown) => this.#logger.debug({ stream: this.#stream, error }, 'Consumers could not be looked for'),
    )
  }

  #ask(): void {
    const now = this.#clock.now()
    if (now - this.#askedAt < ASK_EVERY_MS) return
    this.#askedAt = now
    this.#writer.length(this.#limits.answerMs).then(
      (backlog) => this.observe(backlog),
      (error: unknown) => this.#logger.debug({ stream: this.#stream, error }, 'The length of the stream is unknown'),
    )
  }
}
