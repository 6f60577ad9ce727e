/** What the process says to whoever started it. */
export const EXIT = {
  fine: 0,
  /** A schema or runtime error. */
  failed: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** `--check` found stale output, or `ddl --diff` drift. */
  stale: 3,
  /** A server cannot be reached. */
  unreachable: 4,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
