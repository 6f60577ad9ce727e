import { BACKLOG_DEFAULTS, type BacklogSettings, DEADLINE_DEFAULTS, type DeadlineSettings } from '../config/options.js'

/** `flushMs` and `answerMs`, and from when on the backlog warns and refuses, as the engine's options say. */
export interface LaneOptions extends BacklogSettings, Pick<DeadlineSettings, 'flushMs' | 'answerMs'> {
  /** Most units of one entry. */
  readonly maxEntryUnits: number
  /** An entry is closed once its text is this long; in characters. */
  readonly maxEntryLength: number
  /** Longer units are refused; in characters. */
  readonly maxUnitLength: number
}

export const LANE_DEFAULTS = {
  ...BACKLOG_DEFAULTS,
  flushMs: DEADLINE_DEFAULTS.flushMs,
  answerMs: DEADLINE_DEFAULTS.answerMs,
  maxEntryUnits: 2_000,
  maxEntryLength: 512 * 1024,
  maxUnitLength: 8 * 1024 * 1024,
} as const satisfies LaneOptions
