import type { Receipt } from '../entity/index.js'
import { OrmError } from '../errors.js'

/**
 * The connection broke at the wrong moment and did not come back before the deadline: the unit may or may not be queued.
 * It stays frozen under its event id: `retry()` sends it again, and so does the next flush of an entity of it. Either
 * settles it without doubling.
 */
export class EnqueueUnknownError extends OrmError {
  readonly code = 'ORM2601'
  /** Of the units in doubt, one a unit of the call. */
  readonly eventIds: readonly string[]
  readonly #sendAgain: () => Promise<Receipt>

  constructor(eventIds: readonly string[], cause: unknown, sendAgain: () => Promise<Receipt>) {
    super(`It is unknown whether this was queued: Redis did not answer before the deadline${because(cause)}`, {
      remedy:
        'Call retry() on this error, or flush the same entity again: what is in doubt keeps its event id, so it takes effect once.',
      cause,
    })
    this.eventIds = eventIds
    this.#sendAgain = sendAgain
  }

  /**
   * Sends the units of `eventIds` again, and these alone, under the ids that they have. Resolves when they are queued, at
   * once where they have been since. Rejects like a flush; they stay in doubt then, and it may be called again.
   */
  retry(): Promise<Receipt> {
    return this.#sendAgain()
  }
}

/** Redis could not be reached, or took nothing, until the deadline. Nothing was queued. */
export class EnqueueTimeoutError extends OrmError {
  readonly code = 'ORM2603'
  readonly timeoutMs: number

  constructor(timeoutMs: number, cause: unknown) {
    super(`Nothing was queued: Redis took no entry for ${timeoutMs} ms${because(cause)}`, {
      remedy: 'The entity is as dirty as before; flush again when Redis is back.',
      cause,
    })
    this.timeoutMs = timeoutMs
  }
}

/** Redis answered with an error that waiting does not mend, such as a missing right. Nothing was queued. */
export class EnqueueRefusedError extends OrmError {
  readonly code = 'ORM2604'

  constructor(cause: Error) {
    super(`Nothing was queued: Redis answered "${cause.message}"`, { cause })
  }
}

/** The stream is as long as `backlog.refuseAt` allows. Nothing was queued. */
export class BacklogLimitError extends OrmError {
  readonly code = 'ORM2605'
  readonly stream: string
  /** Entries in the stream when it was last measured. */
  readonly backlog: number
  readonly refuseAt: number

  constructor(stream: string, backlog: number, refuseAt: number) {
    super(`Nothing was queued: stream "${stream}" holds ${backlog} entries, the limit is ${refuseAt}`, {
      remedy: 'See with `orm-gen status` whether a consumer is alive; raise backlog.refuseAt if it is just slow.',
    })
    this.stream = stream
    this.backlog = backlog
    this.refuseAt = refuseAt
  }
}

/** One unit must fit into one stream entry and one MySQL transaction. Nothing was queued. */
export class UnitTooLargeError extends OrmError {
  readonly code = 'ORM2606'
  readonly maxLength: number

  constructor(maxLength: number) {
    super(`Nothing was queued: a unit is longer than ${maxLength} characters`, {
      remedy: 'Flush in smaller units, or with flushLazy({ atomic: false }), which makes each entity a unit.',
    })
    this.maxLength = maxLength
  }
}

/** The engine was closed before the call, or while a receipt was waited for. A flush that meets it queued nothing. */
export class EngineClosedError extends OrmError {
  readonly code = 'ORM2607'

  constructor() {
    super('The engine is closed', { remedy: 'Close the engine last, after what uses it.' })
  }
}

function because(cause: unknown): string {
  return cause instanceof Error ? ` (${cause.message})` : ''
}
