import { OrmError } from '../errors.js'

/** `drain` did not see everything settled in time; it goes on being worked at. */
export class DrainTimeoutError extends OrmError {
  readonly code = 'ORM2701'
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
  readonly code = 'ORM2702'

  constructor(problem: string) {
    super(problem, { remedy: 'Call run() once; make a new BackgroundConsumer after close().' })
  }
}

/** The unit was queued so long ago that the ledger may have forgotten whether it was applied. */
export class LedgerExpiredError extends OrmError {
  readonly code = 'ORM2703'
  readonly eventId: string

  constructor(eventId: string) {
    super(`Unit ${eventId} is older than what the ledger remembers: it may have been applied before`, {
      remedy: 'Compare its values with the rows; retry when it was not applied, discard when it was.',
    })
    this.eventId = eventId
  }
}

/** Each time this unit was tried, the process ended before it was done. */
export class SuspectUnitError extends OrmError {
  readonly code = 'ORM2704'
  readonly attempts: number

  constructor(attempts: number) {
    super(`The process ended each of the ${attempts} times that it tried this unit alone`, {
      remedy: 'Look for what ends the process (memory, a crash, a supervisor), then retry or discard the unit.',
    })
    this.attempts = attempts
  }
}
