import {
  type AnyEntity,
  type Capture,
  type CaptureOptions,
  poolOfEntity,
  poolOfKey,
  type Table,
} from '../entity/index.js'
import type { ChangeEvent } from '../event/unit.js'
import type { Ticket } from './ticket.js'

/** What became of units that travelled together. */
export type UnitsOutcome =
  | { readonly kind: 'queued'; readonly eventIds: readonly string[] }
  /** These may be queued; what was sent behind them is not. */
  | { readonly kind: 'inDoubt'; readonly units: readonly CapturedUnit[]; readonly cause: Error | undefined }
  | { readonly kind: 'refused'; readonly error: unknown }

/** A unit of one call from its capture until its outcome is certain. Its captures lead back to it. */
export class CapturedUnit {
  readonly table: Table
  /** The MySQL pool of its rows: with the table it decides where it travels. */
  readonly pool: string
  /** Never empty when it is sent. */
  readonly events: ChangeEvent[]
  /** Of the first events, in their order. What follows has none: a change by key alone, a reference set at the end. */
  readonly captures: Capture[]
  /** W3C `traceparent` of the flush, where it is traced. */
  trace: string | undefined = undefined
  /** While it is on its way. */
  ticket: Ticket | undefined = undefined
  /** Set once it is in doubt: the id under which it may be queued, and is sent again. */
  eventId: string | undefined = undefined
  /** Set while a unit in doubt is on its way once more, and from then on where it arrived. */
  again: Promise<UnitsOutcome> | undefined = undefined

  private constructor(table: Table, pool: string, events: ChangeEvent[], captures: Capture[]) {
    this.table = table
    this.pool = pool
    this.events = events
    this.captures = captures
  }

  /** Of a change by key alone. */
  static ofEvent(table: Table, event: ChangeEvent): CapturedUnit {
    return new CapturedUnit(table, poolOfKey(table, event.values), [event], [])
  }

  static ofCapture(capture: Capture): CapturedUnit {
    const unit = new CapturedUnit(capture.table, poolOfEntity(capture.entity), [capture.event], [capture])
    capture.carrier = unit
    return unit
  }

  /** Without events yet; to travel where the entity does. */
  static emptyFor(entity: AnyEntity): CapturedUnit {
    return new CapturedUnit(entity.$changes.table, poolOfEntity(entity), [], [])
  }

  /** Of the entity whose table it is in. */
  get entity(): string {
    return this.table.entity
  }

  /** `event` stands for the capture's own where a reference has to wait. */
  add(capture: Capture, event: ChangeEvent): void {
    this.events.push(event)
    this.captures.push(capture)
    capture.carrier = this
  }

  /** True where it is in doubt and not on its way. */
  get isLeft(): boolean {
    return this.eventId !== undefined && this.ticket === undefined
  }

  settleQueued(): void {
    for (const capture of this.captures) capture.queued()
  }

  settleRefused(): void {
    for (const capture of this.captures) capture.refused()
  }
}

/** The unit in which a capture is on its way, of those that an entity keeps as its layers. */
export function carrierOf({ carrier }: { readonly carrier: object | undefined }): CapturedUnit | undefined {
  return carrier instanceof CapturedUnit ? carrier : undefined
}

/** A unit for each entity that has something to queue, or none: what was captured before one throws is given back. */
export function captureEach(
  entities: readonly AnyEntity[],
  capture: (entity: AnyEntity, options: CaptureOptions) => Capture | null,
  options: CaptureOptions,
): readonly CapturedUnit[] {
  let units: CapturedUnit[] = []
  try {
    for (const entity of entities) {
      const captured = capture(entity, options)
      if (captured === null) continue
      const unit = CapturedUnit.ofCapture(captured)
      // Most calls have one, and a list that begins with it has no room to spare for others.
      if (units.length === 0) units = [unit]
      else units.push(unit)
    }
  } catch (error) {
    refuseAll(units)
    throw error
  }
  return units
}

export function refuseAll(units: readonly CapturedUnit[]): void {
  for (const unit of units) unit.settleRefused()
}
