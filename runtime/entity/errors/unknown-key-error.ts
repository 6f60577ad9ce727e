import { OrmError } from '../../errors.js'

/** The row's key is decided by MySQL and not known here yet, so the change cannot name its row. */
export class UnknownKeyError extends OrmError {
  readonly code = 'ORM2107'
  readonly entity: string

  constructor(entity: string, call: string) {
    super(`${call} of this ${entity} cannot name its row: MySQL decides the key, and it is not known here yet`, {
      remedy:
        'await receipt.applied() of its first flush when the key is auto-increment; after flushLazy({ onDuplicate }) load the row by its key',
    })
    this.entity = entity
  }
}
