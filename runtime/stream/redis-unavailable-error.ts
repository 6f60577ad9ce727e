import { OrmError } from '../errors.js'

/** Redis could not be reached, or did not answer in time; the connection was given up. */
export class RedisUnavailableError extends OrmError {
  readonly code = 'ORM2521'

  constructor(problem: string, cause?: unknown) {
    super(`Redis is away: ${problem}`, { remedy: 'The consumer tries again until it is back; nothing is lost.', cause })
  }
}
