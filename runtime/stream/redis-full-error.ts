import { OrmError } from '../errors.js'

/** Redis has reached `maxmemory` and takes no more; nothing was queued. */
export class RedisFullError extends OrmError {
  readonly code = 'ORM2609'

  constructor(cause: unknown) {
    super('Redis is full: nothing was queued', {
      remedy: 'Start consumers to drain the stream, or raise maxmemory. Draining works while Redis is full.',
      cause,
    })
  }
}
