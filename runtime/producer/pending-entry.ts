import { EntryBuilder, encodeUnit, type UnitDraft } from '../event/entry-builder.js'
import { unitEventId } from '../event/event-id.js'
import { EnqueueUnknownError } from './enqueue-errors.js'

/** What became of a submitted unit. */
export type UnitOutcome =
  | { readonly kind: 'queued'; readonly eventId: string }
  /** Nothing was queued, for certain. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** It may be queued under this id. */
  | { readonly kind: 'unknown'; readonly eventId: string; readonly cause: Error | undefined }

/** A unit from its submission until it is settled. */
export interface Ticket {
  readonly draft: UnitDraft
  /** By the own clock; in milliseconds. */
  readonly deadline: number
  /** Units of the same entities before this one: when one of them is not queued, neither is this. Let go when settled. */
  after: readonly Ticket[]
  readonly settle: (outcome: UnitOutcome) => void
  outcome: UnitOutcome | undefined
}

const NONE: readonly Ticket[] = []

/** Settles a ticket; once. */
export function settleTicket(ticket: Ticket, outcome: UnitOutcome): void {
  if (ticket.outcome !== undefined) return
  ticket.outcome = outcome
  ticket.after = NONE
  ticket.settle(outcome)
}

/**
 * Units that travel in one stream entry: open while it collects, then sealed under a base id; from then on its bytes
 * stay as they are.
 */
export class PendingEntry {
  readonly tickets: Ticket[] = []
  #builder = new EntryBuilder()
  #sealed: { readonly baseId: string; readonly payload: string } | undefined
  /** True once a try may have stored it. */
  inDoubt = false
  /** The last thing that stood in the way. */
  problem: Error | undefined

  /** An entry for a unit whose id is given and which may be stored already. */
  static again(eventId: string, ticket: Ticket): PendingEntry {
    const entry = new PendingEntry()
    entry.tickets.push(ticket)
    entry.#sealed = { baseId: eventId, payload: encodeUnit(eventId, ticket.draft) }
    entry.inDoubt = true
    return entry
  }

  get length(): number {
    return this.#builder.length
  }

  /** False, and nothing added, when the unit's text is longer than `maxLength`. */
  add(ticket: Ticket, maxLength: number): boolean {
    if (this.#builder.add(ticket.draft, maxLength) === undefined) return false
    this.tickets.push(ticket)
    return true
  }

  /** Leaves out what was settled meanwhile and fixes the bytes; before the first try, or again after certain failures. */
  seal(makeBaseId: () => string): string {
    if (this.#sealed !== undefined && (this.inDoubt || this.tickets.every(isOpen))) return this.#sealed.payload
    if (!this.tickets.every(isOpen)) {
      const open = this.tickets.filter(isOpen)
      this.tickets.length = 0
      this.#builder = new EntryBuilder()
      for (const ticket of open) this.add(ticket, Number.POSITIVE_INFINITY)
    }
    const baseId = makeBaseId()
    this.#sealed = { baseId, payload: this.#builder.build(baseId) }
    return this.#sealed.payload
  }

  /** Refuses the units whose predecessors were not queued; has no effect once a try may have stored the entry. */
  refuseOrphans(): void {
    if (this.inDoubt) return
    for (const ticket of this.tickets)
      for (const { outcome } of ticket.after)
        if (outcome !== undefined && outcome.kind !== 'queued')
          settleTicket(ticket, { kind: 'refused', error: reasonOf(outcome) })
  }

  hasOpenTickets(): boolean {
    return this.tickets.some(isOpen)
  }

  settleQueued(): void {
    this.tickets.forEach((ticket, index) => {
      settleTicket(ticket, { kind: 'queued', eventId: this.#eventId(index) })
    })
  }

  /** Settles all, or those that `concerns` picks: refused with `error`, or unknown once a try may have stored them. */
  settleFailed(error: () => Error, concerns: (ticket: Ticket) => boolean = isOpen): void {
    this.tickets.forEach((ticket, index) => {
      if (!isOpen(ticket) || !concerns(ticket)) return
      settleTicket(
        ticket,
        this.inDoubt
          ? { kind: 'unknown', eventId: this.#eventId(index), cause: this.problem }
          : { kind: 'refused', error: error() },
      )
    })
  }

  #eventId(index: number): string {
    if (this.#sealed === undefined) throw new Error('An entry has no ids before it is sealed')
    return unitEventId(this.#sealed.baseId, index)
  }
}

function reasonOf(outcome: Exclude<UnitOutcome, { kind: 'queued' }>): Error {
  return outcome.kind === 'refused' ? outcome.error : new EnqueueUnknownError(outcome.eventId, outcome.cause)
}

function isOpen(ticket: Ticket): boolean {
  return ticket.outcome === undefined
}
