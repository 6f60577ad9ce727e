import { OrmError } from '../errors.js'

/**
 * An entry of the stream that this version cannot read.
 * `reason: 'version'` comes from a newer producer: the entry is good and must wait; `'malformed'` never becomes readable.
 */
export class EventFormatError extends OrmError {
  readonly code = 'ORM2401'
  readonly reason: 'version' | 'malformed'
  /** Where in the entry: `units[3][1]`; empty for the entry as a whole. */
  readonly path: string

  constructor(reason: 'version' | 'malformed', path: string, problem: string, cause?: unknown) {
    super(`Stream entry${path === '' ? '' : ` at ${path}`}: ${problem}`, {
      remedy:
        reason === 'version'
          ? 'A newer producer wrote it: upgrade orm-gen here, the entry waits.'
          : 'Something other than orm-gen wrote it, or it was damaged on the way.',
      cause,
    })
    this.reason = reason
    this.path = path
  }
}
