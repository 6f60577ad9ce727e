import { OrmError } from '../errors.js'
import type { DeadLetterFacts, LedgerStatus } from '../ports.js'

/** A unit that a receipt stands for was not applied: it is dead, parked behind a dead one, skipped or discarded. */
export class DeadLetteredError extends OrmError {
  readonly code = 'ORM2611'
  readonly eventId: string
  readonly status: Exclude<LedgerStatus, 'applied'>
  /** Of the dead letter, for a parked unit of that which it waits behind; undefined where there is none. */
  readonly deadLetter: DeadLetterFacts | undefined

  constructor(eventId: string, status: Exclude<LedgerStatus, 'applied'>, deadLetter: DeadLetterFacts | undefined) {
    super(`Unit ${eventId} was not applied: it ${STORY[status]}${describe(deadLetter)}`, {
      ...(deadLetter !== undefined && { remedy: `See it with \`orm-gen dead-letters show ${deadLetter.id}\`.` }),
    })
    this.eventId = eventId
    this.status = status
    this.deadLetter = deadLetter
  }
}

const STORY = {
  dead: 'is a dead letter',
  parked: 'is parked behind a dead letter that wrote the same rows',
  skipped: 'was skipped by resolveError',
  discarded: 'was discarded',
} as const satisfies Record<Exclude<LedgerStatus, 'applied'>, string>

/** The units of a receipt were not all in MySQL in time. They are still queued and will be applied. */
export class ReceiptTimeoutError extends OrmError {
  readonly code = 'ORM2612'
  readonly timeoutMs: number
  /** Units that are not settled yet. */
  readonly eventIds: readonly string[]

  constructor(eventIds: readonly string[], timeoutMs: number, cause: unknown) {
    super(`${eventIds.length} unit(s) not applied within ${timeoutMs} ms; they are still queued`, {
      remedy: 'See with `orm-gen status` whether a consumer is alive and how long the stream is.',
      cause,
    })
    this.eventIds = eventIds
    this.timeoutMs = timeoutMs
  }
}

function describe(letter: DeadLetterFacts | undefined): string {
  return letter === undefined
    ? ''
    : ` (${letter.operation} of ${letter.entity}: ${letter.errorName} ${letter.errorCode}, ${letter.message})`
}
