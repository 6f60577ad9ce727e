import type { AnyEntity } from '../entity/index.js'
import type { CapturedUnit } from './captured-unit.js'
import type { Ticket } from './pending-entry.js'

/** A unit from its capture until its outcome is certain. Its captures lead back to it. */
export class Consignment {
  readonly unit: CapturedUnit
  /** While it is on its way. */
  ticket: Ticket | undefined = undefined
  /** Set once it is in doubt: the id under which it may be queued, and is sent again. */
  eventId: string | undefined = undefined

  constructor(unit: CapturedUnit) {
    this.unit = unit
    for (const capture of unit.captures) capture.carrier = this
  }

  get isLeft(): boolean {
    return this.eventId !== undefined && this.ticket === undefined
  }

  settleQueued(): void {
    for (const capture of this.unit.captures) capture.queued()
  }

  settleRefused(): void {
    for (const capture of this.unit.captures) capture.refused()
  }
}

/** The units of an entity that have no certain outcome yet, the newest first. */
export function consignmentsOf(entity: AnyEntity): readonly Consignment[] {
  const found: Consignment[] = []
  for (let layer = entity.$changes.newest; layer !== undefined; layer = layer.older)
    if (layer.carrier instanceof Consignment) found.push(layer.carrier)
  return found
}
