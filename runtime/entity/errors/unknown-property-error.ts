import { didYouMean } from '../../did-you-mean.js'
import { OrmError } from '../../errors.js'

/** A constructor, a patch or `increment` names a property that the entity does not have or that cannot be written. */
export class UnknownPropertyError extends OrmError {
  readonly code = 'ORM2104'
  readonly entity: string
  readonly property: string

  constructor(entity: string, property: string, reason: string, known: readonly string[]) {
    super(`${entity}.${property} ${reason}${didYouMean(property, known)}`, {
      remedy: `what can be given here: ${known.join(', ') || 'nothing'}`,
    })
    this.entity = entity
    this.property = property
  }
}
