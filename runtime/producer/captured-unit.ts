import type { Capture, Table } from '../entity/index.js'
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

/** Captures each of `items`, or none: what was captured before one throws is given back. */
export function captureAll<T>(items: readonly T[], capture: (item: T) => readonly CapturedUnit[]): CapturedUnit[] {
  const units: CapturedUnit[] = []
  try {
    for (const item of items) units.push(...capture(item))
  } catch (error) {
    refuseAll(units)
    throw error
  }
  return units
}

export function refuseAll(units: readonly CapturedUnit[]): void {
  for (const unit of units) for (const capture of unit.captures) capture.refused()
}
