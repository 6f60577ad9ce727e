import { EntryBuilder, encodeUnit, type UnitDraft } from '../event/entry-builder.js'
import { unitEventIds } from '../event/event-id.js'

/** What became of the units of one ticket. */
export type EnqueueOutcome =
  | { readonly kind: 'queued'; readonly eventIds: readonly string[] }
  /** Nothing was queued, for certain. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** Nothing was queued, because units of the same entities before these are in doubt, which have these ids. */
  | { readonly kind: 'orphaned'; readonly eventIds: readonly string[]; readonly cause: Error | undefined }
  /** They may be queued under these ids. */
  | { readonly kind: 'unknown'; readonly eventIds: readonly string[]; readonly cause: Error | undefined }

/** What one call submits, from then until it is settled: units that travel in one entry and share one outcome. */
export interface Ticket {
  readonly drafts: readonly UnitDraft[]
  /** By the own clock; in milliseconds. */
  readonly deadline: number
  /** Units of the same entities before these: when one of them is not queued, neither are these. Let go when settled. */
  after: readonly Ticket[]
  readonly settle: (outcome: EnqueueOutcome) => void
  outcome: EnqueueOutcome | undefined
}

const NONE: readonly Ticket[] = []

/** Settles a ticket; once. */
function settleTicket(ticket: Ticket, outcome: EnqueueOutcome): void {
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
  #tickets: Ticket[] = []
  #builder = new EntryBuilder()
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
    entry.#tickets.push(ticket)
    entry.#sealed = { baseId: eventId, payload: encodeUnit(eventId, unit) }
    entry.inDoubt = true
    return entry
  }

  get units(): number {
    return this.#builder.units
  }

  get length(): number {
    return this.#builder.length
  }

  /** False, and nothing added, when the text of one of its units is longer than `maxLength`. */
  add(ticket: Ticket, maxLength: number): boolean {
    if (!this.#builder.add(ticket.drafts, maxLength)) return false
    this.#tickets.push(ticket)
    return true
  }

  /** Leaves out what was settled meanwhile, and fixes the bytes unless a try may have stored them. */
  seal(makeBaseId: () => string): string {
    if (this.#sealed !== undefined && (this.inDoubt || this.#tickets.every(isOpen))) return this.#sealed.payload
    if (!this.#tickets.every(isOpen)) {
      const open = this.#tickets.filter(isOpen)
      this.#tickets = []
      this.#builder = new EntryBuilder()
      for (const ticket of open) this.add(ticket, Number.POSITIVE_INFINITY)
    }
    const baseId = makeBaseId()
    this.#sealed = { baseId, payload: this.#builder.build(baseId) }
    return this.#sealed.payload
  }

  /** The first ticket that is not settled; deadlines grow from it on. */
  get firstOpen(): Ticket | undefined {
    return this.#tickets.find(isOpen)
  }

  /** Refuses the units whose predecessors were not queued; has no effect once a try may have stored the entry. */
  refuseOrphans(): void {
    if (this.inDoubt) return
    for (const ticket of this.#tickets)
      for (const { outcome } of ticket.after)
        if (outcome !== undefined && outcome.kind !== 'queued')
          settleTicket(ticket, outcome.kind === 'unknown' ? { ...outcome, kind: 'orphaned' } : outcome)
  }

  settleQueued(): void {
    this.#settle((_, eventIds) => ({ kind: 'queued', eventIds }))
  }

  /** Settles all as not queued: refused with `error`, or unknown once a try may have stored them. */
  settleFailed(error: () => Error): void {
    this.#settle((_, eventIds) => this.#failure(eventIds, error))
  }

  /** The same for those whose deadline has come. */
  expire(now: number, error: () => Error): void {
    this.#settle(({ deadline }, eventIds) => (deadline <= now ? this.#failure(eventIds, error) : undefined))
  }

  #failure(eventIds: readonly string[], error: () => Error): EnqueueOutcome {
    if (!this.inDoubt) return { kind: 'refused', error: error() }
    return { kind: 'unknown', eventIds, cause: this.problem }
  }

  #settle(decide: (ticket: Ticket, eventIds: readonly string[]) => EnqueueOutcome | undefined): void {
    const idOf = this.#sealed && unitEventIds(this.#sealed.baseId)
    let index = 0
    for (const ticket of this.#tickets) {
      const first = index
      index += ticket.drafts.length
      if (ticket.outcome !== undefined) continue
      const eventIds = idOf === undefined ? [] : ticket.drafts.map((_, offset) => idOf(first + offset))
      const outcome = decide(ticket, eventIds)
      if (outcome !== undefined) settleTicket(ticket, outcome)
    }
  }
}

function isOpen(ticket: Ticket): boolean {
  return ticket.outcome === undefined
}
