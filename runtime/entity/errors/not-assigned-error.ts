import { OrmError } from '../../errors.js'

/** The id of a new entity was read before a flush gave it one. */
export class IdNotAssignedError extends OrmError {
  readonly code = 'ORM2105'
  readonly entity: string
  readonly property: string

  constructor(entity: string, property: string) {
    super(`${entity}.${property} is not known yet`, {
      remedy: 'await flushLazy() first; to refer to a new entity, hand over the entity itself instead of its id',
    })
    this.entity = entity
    this.property = property
  }
}

/** A value that the flush fills, such as the time of creation, was read before. */
export class ValueNotAssignedError extends OrmError {
  readonly code = 'ORM2106'
  readonly entity: string
  readonly property: string

  constructor(entity: string, property: string) {
    super(`${entity}.${property} has no value yet`, {
      remedy: 'flushLazy fills it: read it after the flush, or set it',
    })
    this.entity = entity
    this.property = property
  }
}
