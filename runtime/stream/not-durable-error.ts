import { OrmError } from '../errors.js'
import type { Persistence } from './persistence.js'

/** Redis has the entry, but not yet where it was promised: the flush goes on trying until its deadline. */
export class NotDurableError extends OrmError {
  readonly code = 'ORM2616'

  constructor(persistence: Persistence) {
    const where = persistence.kind === 'replicas' ? `on ${persistence.count} replica(s)` : 'on disk'
    super(`Redis has the entry, but it was not ${where} in time`, {
      remedy: 'Look at INFO replication or INFO persistence there.',
    })
  }
}
