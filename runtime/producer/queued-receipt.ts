import { assignKey, type Receipt } from '../entity/index.js'
import type { SettledUnit } from '../ports.js'
import type { CapturedUnit } from './captured-unit.js'
import type { LedgerWatch } from './ledger-watch.js'
import { DeadLetteredError } from './receipt-errors.js'

const RECEIPT_DEFAULTS = { timeoutMs: 30_000 } as const

type AppliedOptions = NonNullable<Parameters<Receipt['applied']>[0]>

/** Where units are found again; their ids are made when somebody asks. */
export interface QueuedIds {
  readonly eventIds: readonly string[]
}

/** Of units in one stream. */
export class QueuedReceipt implements Receipt {
  readonly #queued: QueuedIds
  readonly #units: readonly CapturedUnit[]
  readonly #watch: LedgerWatch

  /** The last of the ids are those of `units`; ids before them were in doubt until now. */
  constructor(queued: QueuedIds, units: readonly CapturedUnit[], watch: LedgerWatch) {
    this.#queued = queued
    this.#units = units
    this.#watch = watch
  }

  get eventIds(): readonly string[] {
    return this.#queued.eventIds
  }

  async applied({ timeoutMs = RECEIPT_DEFAULTS.timeoutMs, signal }: AppliedOptions = {}): Promise<void> {
    const { eventIds } = this
    if (eventIds.length === 0) return
    const found = await this.#watch.wait(eventIds, { timeoutMs, signal })
    const before = eventIds.length - this.#units.length
    this.#units.forEach((unit, index) => {
      const settledUnit = found.get(eventIds[before + index]!)
      if (settledUnit !== undefined) assignKeys(unit, settledUnit)
    })
    for (const [eventId, { status, deadLetter }] of found)
      if (status !== 'applied') throw new DeadLetteredError(eventId, status, deadLetter)
  }
}

/** Of a call whose units travel in several streams, or that has none. */
export class JoinedReceipt implements Receipt {
  readonly #parts: readonly Receipt[]

  constructor(parts: readonly Receipt[]) {
    this.#parts = parts
  }

  get eventIds(): readonly string[] {
    return this.#parts.flatMap((part) => part.eventIds)
  }

  async applied(options?: AppliedOptions): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.applied(options)))
  }
}

function assignKeys(unit: CapturedUnit, { generatedIds }: SettledUnit): void {
  unit.captures.forEach((capture, position) => {
    const id = generatedIds.get(position)
    if (id !== undefined) assignKey(capture.entity, id)
  })
}
