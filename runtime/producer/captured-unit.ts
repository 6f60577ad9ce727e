import type { AnyEntity, Capture, CaptureOptions, Table } from '../entity/index.js'
import type { ChangeEvent } from '../event/unit.js'

/** A unit of one call: its events, and the captures of entities whose state hangs on its outcome. */
export interface CapturedUnit {
  /** Decides where it travels. */
  readonly table: Table
  /** Never empty. */
  readonly events: readonly ChangeEvent[]
  /** Of the first events, in their order. What follows has none: a change by key alone, a reference set at the end. */
  readonly captures: readonly Capture[]
}

/** A unit for each entity that has something to queue, or none: what was captured before one throws is given back. */
export function captureEach(
  entities: readonly AnyEntity[],
  capture: (entity: AnyEntity, options: CaptureOptions) => Capture | null,
  options: CaptureOptions,
): readonly CapturedUnit[] {
  const units: CapturedUnit[] = []
  try {
    for (const entity of entities) {
      const captured = capture(entity, options)
      if (captured !== null) units.push({ table: captured.table, events: [captured.event], captures: [captured] })
    }
  } catch (error) {
    refuseAll(units)
    throw error
  }
  return units
}

export function refuseAll(units: readonly CapturedUnit[]): void {
  for (const unit of units) for (const capture of unit.captures) capture.refused()
}
