import { charactersOf, encodeEntry, encodeUnit, isLongerThan, type UnitDraft } from '../event/encode-entry.js'
import { unitEventIds } from '../event/event-id.js'
import { type EnqueueOutcome, QueuedUnits, type Ticket } from './ticket.js'

const NONE: readonly Ticket[] = []

/**
 * Units that travel in one stream entry: open while it collects, then sealed under a base id; from then on its bytes
 * stay as they are.
 */
export class PendingEntry {
  #tickets: Ticket[] = []
  /** Of all tickets, in their order. */
  #drafts: UnitDraft[] = []
  #open = 0
  #hasFollowers = false
  #length = 0
  #sealed: { readonly baseId: string; readonly payload: string } | undefined
  /** True once a try may have stored it. */
  inDoubt = false
  /** The last thing that stood in the way. */
  problem: Error | undefined

  /** An entry for a unit whose id is given and which may be stored already. */
  static again(eventId: string, ticket: Ticket): PendingEntry {
    const entry = new PendingEntry()
    const [unit] = ticket.drafts
    if (unit === undefined || ticket.drafts.length > 1) throw new Error('A unit in doubt travels alone')
    entry.#take(ticket)
    entry.#sealed = { baseId: eventId, payload: encodeUnit(eventId, unit) }
    entry.inDoubt = true
    return entry
  }

  get units(): number {
    return this.#drafts.length
  }

  /** Characters of the texts in it: a lower bound of what its own text has. */
  get length(): number {
    return this.#length
  }

  /** False while a ticket waits for the outcome. */
  get isSettled(): boolean {
    return this.#open === 0
  }

  /** When the first of those who still wait gives up; deadlines grow from one to the next. */
  get nextDeadline(): number | undefined {
    return this.#tickets.find(isOpen)?.deadline
  }

  /** False, and nothing added, when the text of one of its units is longer than `maxLength`. */
  add(ticket: Ticket, maxLength: number): boolean {
    let length = 0
    for (const unit of ticket.drafts) {
      const characters = charactersOf(unit)
      if (isLongerThan(maxLength, unit, characters)) return false
      length += characters
    }
    this.#length += length
    this.#take(ticket)
    return true
  }

  /** Leaves out what was settled meanwhile, and fixes the bytes unless a try may have stored them. */
  seal(makeBaseId: () => string): string {
    const isWhole = this.#open === this.#tickets.length
    if (this.#sealed !== undefined && (this.inDoubt || isWhole)) return this.#sealed.payload
    if (!isWhole) {
      this.#tickets = this.#tickets.filter(isOpen)
      this.#drafts = this.#tickets.flatMap(({ drafts }) => drafts)
    }
    const baseId = makeBaseId()
    this.#sealed = { baseId, payload: encodeEntry(baseId, this.#drafts) }
    return this.#sealed.payload
  }

  /** Refuses the units whose predecessors were not queued; has no effect once a try may have stored the entry. */
  refuseOrphans(): void {
    if (this.inDoubt || !this.#hasFollowers) return
    for (const ticket of this.#tickets)
      for (const { outcome } of ticket.after)
        if (outcome !== undefined && outcome.kind !== 'queued')
          this.#settle(ticket, outcome.kind === 'unknown' ? { ...outcome, kind: 'orphaned' } : outcome)
  }

  settleQueued(): void {
    const { baseId } = this.#sealed!
    let first = 0
    for (const ticket of this.#tickets) {
      const count = ticket.drafts.length
      this.#settle(ticket, new QueuedUnits(baseId, first, count))
      first += count
    }
  }

  /** Settles all as not queued: refused with `error`, or unknown once a try may have stored them. */
  settleFailed(error: () => Error): void {
    this.expire(Number.POSITIVE_INFINITY, error)
  }

  /** The same for those whose deadline has come. */
  expire(now: number, error: () => Error): void {
    const idOf = unitEventIds(this.#sealed?.baseId ?? '')
    let first = 0
    for (const ticket of this.#tickets) {
      const eventIds = () => ticket.drafts.map((_, offset) => idOf(first + offset))
      if (ticket.deadline <= now)
        this.#settle(
          ticket,
          this.inDoubt
            ? { kind: 'unknown', eventIds: eventIds(), cause: this.problem }
            : { kind: 'refused', error: error() },
        )
      first += ticket.drafts.length
    }
  }

  #take(ticket: Ticket): void {
    this.#tickets.push(ticket)
    for (const unit of ticket.drafts) this.#drafts.push(unit)
    this.#open++
    if (ticket.after.length > 0) this.#hasFollowers = true
  }

  /** Once for each ticket. */
  #settle(ticket: Ticket, outcome: EnqueueOutcome): void {
    if (ticket.outcome !== undefined) return
    ticket.outcome = outcome
    ticket.after = NONE
    this.#open--
    ticket.settle(outcome)
  }
}

function isOpen(ticket: Ticket): boolean {
  return ticket.outcome === undefined
}
