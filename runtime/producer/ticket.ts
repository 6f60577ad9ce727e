import type { UnitDraft } from '../event/encode-entry.js'
import { unitEventIds } from '../event/event-id.js'

/** What became of the units of one ticket. */
export type EnqueueOutcome =
  | QueuedUnits
  /** Nothing was queued, for certain. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** Nothing was queued, because units of the same entities before these are in doubt, which have these ids. */
  | { readonly kind: 'orphaned'; readonly eventIds: readonly string[]; readonly cause: Error | undefined }
  /** They may be queued under these ids. */
  | { readonly kind: 'unknown'; readonly eventIds: readonly string[]; readonly cause: Error | undefined }

/** Units that are stored. Their ids are made when somebody asks for them, which most receipts never do. */
export class QueuedUnits {
  readonly kind = 'queued'
  readonly #baseId: string
  readonly #first: number
  readonly #count: number

  /** `count` units of the entry with this base id, from its unit `first` on. */
  constructor(baseId: string, first: number, count: number) {
    this.#baseId = baseId
    this.#first = first
    this.#count = count
  }

  get eventIds(): readonly string[] {
    const idOf = unitEventIds(this.#baseId)
    return Array.from({ length: this.#count }, (_, index) => idOf(this.#first + index))
  }
}

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
