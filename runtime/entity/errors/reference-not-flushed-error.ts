import { OrmError } from '../../errors.js'

/** A reference leads to a new entity whose key nobody knows yet. */
export class ReferenceNotFlushedError extends OrmError {
  readonly code = 'ORM2108'
  readonly entity: string
  /** The reference: `team`. */
  readonly property: string
  /** The entity it leads to: `Team`. */
  readonly target: string

  constructor(entity: string, property: string, target: string) {
    super(`${entity}.${property} refers to a new ${target} that has not been flushed`, {
      remedy: `flush the ${target} first, or track both in one flusher: engine.newFlusher().track(...)`,
    })
    this.entity = entity
    this.property = property
    this.target = target
  }
}
