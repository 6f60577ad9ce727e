import { OrmError } from '../errors.js'

/** An update found its row gone. In a statement of many rows it only says that some are: `key` is absent then. */
export class MissingRowError extends OrmError {
  readonly code = 'ORM2303'
  readonly entity: string
  readonly key: string | undefined

  constructor(entity: string, key?: string) {
    super(
      key === undefined ? `Rows of ${entity} to be updated are gone` : `There is no ${entity} ${key} to be updated`,
      { remedy: 'Insert the row and retry, or discard; onMissingRow: "report" lets such updates pass.' },
    )
    this.entity = entity
    this.key = key
  }
}

/** Somebody else has changed the row since the program read it. */
export class VersionConflictError extends OrmError {
  readonly code = 'ORM2304'
  readonly entity: string
  readonly key: string

  constructor(entity: string, key: string) {
    super(`${entity} ${key} has changed since it was read`, {
      remedy: 'Load it again and repeat the change, then discard this one.',
    })
    this.entity = entity
    this.key = key
  }
}

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
