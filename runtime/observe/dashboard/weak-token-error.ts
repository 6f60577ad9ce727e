import { OrmError } from '../../errors.js'

/** A token that could be guessed. */
export class WeakTokenError extends OrmError {
  readonly code = 'ORM3201'
  readonly minLength: number

  constructor(minLength: number) {
    super(`The dashboard's token has fewer than ${minLength} characters`, {
      remedy: 'Leave it out for a random one, or make one: openssl rand -base64 24',
    })
    this.minLength = minLength
  }
}
