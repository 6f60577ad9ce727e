import { OrmError } from '../errors.js'

/** A unit refers to an id that none of its events generates. */
export class UnresolvedReferenceError extends OrmError {
  readonly code = 'ORM2305'
  readonly reference: number

  constructor(reference: number) {
    super(`The unit refers to the id of its event ${reference}, which generates none`, {
      remedy: 'The entry was not written by orm-gen, or was damaged on the way.',
    })
    this.reference = reference
  }
}

/** The unit names an entity or a property that the generated modules of this process do not have. */
export class UnknownEntityError extends OrmError {
  readonly code = 'ORM2306'
  readonly entity: string

  constructor(entity: string) {
    super(`The consumer does not know the entity ${entity}`, {
      remedy: 'Deploy the generated modules that know it; the stream waits.',
    })
    this.entity = entity
  }
}
