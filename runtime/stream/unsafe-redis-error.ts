import { OrmError } from '../errors.js'

/** A server does not keep what the engine is to promise: it may evict streams, or does not fsync as asked. */
export class UnsafeRedisError extends OrmError {
  readonly code = 'ORM2617'

  constructor(message: string, remedy: string) {
    super(message, { remedy })
  }
}
