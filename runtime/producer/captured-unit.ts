import type { Capture } from '../entity/index.js'
import type { ChangeEvent } from '../event/unit.js'

/** A unit of one call: its events, and the captures of entities whose state hangs on its outcome. */
export interface CapturedUnit {
  readonly events: readonly ChangeEvent[]
  /** By the position of their events. A change by key alone has none. */
  readonly captures: readonly Capture[]
}

export function unitOf(capture: Capture): CapturedUnit {
  return { events: [capture.event], captures: [capture] }
}

export function refuseAll(units: readonly CapturedUnit[]): void {
  for (const unit of units) for (const capture of unit.captures) capture.refused()
}
