import { OrmError } from '../errors.js'

/** An entity was handed to an engine that was not made for it. */
export class UnknownTableError extends OrmError {
  readonly code = 'ORM2613'
  readonly entity: string

  constructor(entity: string) {
    super(`The engine does not know the entity ${entity}`, {
      remedy: 'Hand createEngine the list `entities` of the generated modules, all of them.',
    })
    this.entity = entity
  }
}
