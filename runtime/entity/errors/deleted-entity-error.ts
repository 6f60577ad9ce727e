import { OrmError } from '../../errors.js'

/** A deleted entity was changed. */
export class DeletedEntityError extends OrmError {
  readonly code = 'ORM2109'
  readonly entity: string
  readonly property: string

  constructor(entity: string, property: string) {
    super(`${entity}.${property} cannot be set: the entity was deleted`, {
      remedy: `make a new one: new ${entity}Entity({ ... })`,
    })
    this.entity = entity
    this.property = property
  }
}
