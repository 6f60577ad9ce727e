import { assignKey, type Receipt } from '../entity/index.js'
import type { SettledUnit } from '../ports.js'
import type { CapturedUnit } from './captured-unit.js'
import type { LedgerWatch } from './ledger-watch.js'
import { DeadLetteredError } from './receipt-errors.js'

const RECEIPT_DEFAULTS = { timeoutMs: 30_000 } as const

export interface AppliedOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** Units of one stream. */
export interface ReceiptPart {
  readonly eventIds: readonly string[]
  /** The last of the ids are those of these units; ids before them were in doubt until now. */
  readonly units: readonly CapturedUnit[]
  readonly watch: LedgerWatch
}

export class QueuedReceipt implements Receipt {
  readonly #parts: readonly ReceiptPart[]

  constructor(parts: readonly ReceiptPart[]) {
    this.#parts = parts
  }

  static join(receipts: readonly QueuedReceipt[]): QueuedReceipt {
    return new QueuedReceipt(receipts.flatMap((receipt) => receipt.#parts))
  }

  get eventIds(): readonly string[] {
    return this.#parts.flatMap((part) => part.eventIds)
  }

  async applied({ timeoutMs = RECEIPT_DEFAULTS.timeoutMs, signal }: AppliedOptions = {}): Promise<void> {
    await Promise.all(this.#parts.map((part) => settled(part, timeoutMs, signal)))
  }
}

async function settled(part: ReceiptPart, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
  const { eventIds, units, watch } = part
  if (eventIds.length === 0) return
  const found = await watch.wait(eventIds, { timeoutMs, signal })
  const before = eventIds.length - units.length
  units.forEach((unit, index) => {
    const settledUnit = found.get(eventIds[before + index]!)
    if (settledUnit !== undefined) assignKeys(unit, settledUnit)
  })
  for (const [eventId, { status, deadLetter }] of found)
    if (status !== 'applied') throw new DeadLetteredError(eventId, status, deadLetter)
}

function assignKeys(unit: CapturedUnit, { generatedIds }: SettledUnit): void {
  unit.captures.forEach((capture, position) => {
    const id = generatedIds.get(position)
    if (id !== undefined) assignKey(capture.entity, id)
  })
}
