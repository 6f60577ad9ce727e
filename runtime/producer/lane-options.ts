export interface LaneOptions {
  /** Until a submitted unit is settled, all tries counted. */
  readonly flushMs: number
  /** One try of one entry. */
  readonly answerMs: number
  /** Most units of one entry. */
  readonly maxEntryUnits: number
  /** An entry is closed once its text is this long; in characters. */
  readonly maxEntryLength: number
  /** Longer units are refused; in characters. */
  readonly maxUnitLength: number
  /** Entries in the stream from which on units are refused. */
  readonly refuseAt: number
  /** Entries in the stream from which on a warning is logged. */
  readonly warnAt: number
  /** How long the stream may grow without a consumer that asks for entries, before a warning is logged. */
  readonly consumerSilentMs: number
}

export const LANE_DEFAULTS = {
  flushMs: 5_000,
  answerMs: 3_000,
  maxEntryUnits: 2_000,
  maxEntryLength: 512 * 1024,
  maxUnitLength: 8 * 1024 * 1024,
  refuseAt: Number.POSITIVE_INFINITY,
  warnAt: 100_000,
  consumerSilentMs: 30_000,
} as const satisfies LaneOptions
