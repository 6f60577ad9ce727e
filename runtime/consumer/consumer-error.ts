import { OrmError } from '../errors.js'

/** `drain` did not see everything settled in time; it goes on being worked at. */
export class DrainTimeoutError extends OrmError {
  readonly code = 'ORM2601'
  readonly timeoutMs: number
  /** Streams that still hold what was queued before the call. */
  readonly streams: readonly string[]

  constructor(timeoutMs: number, streams: readonly string[], reason: string | undefined) {
    super(`Not everything was settled within ${timeoutMs} ms: ${streams.join(', ')}${reason ? ` (${reason})` : ''}`, {
      remedy: 'Look at the alerts of the consumer, or give it more time.',
    })
    this.timeoutMs = timeoutMs
    this.streams = streams
  }
}

/** `run` was called while it runs, or after `close`. */
export class ConsumerStateError extends OrmError {
  readonly code = 'ORM2602'

  constructor(problem: string) {
    super(problem, { remedy: 'Call run() once; make a new BackgroundConsumer after close().' })
  }
}
