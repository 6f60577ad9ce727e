import type { StreamConfig } from '../config/engine-config.js'
import { OrmError } from '../errors.js'

/** A stream was asked about that the configuration does not have. */
export class UnknownStreamError extends OrmError {
  readonly code = 'ORM2615'
  readonly stream: string

  constructor(stream: string, streams: readonly StreamConfig[]) {
    super(`There is no stream "${stream}"`, {
      remedy: `The configuration has ${streams.map(({ name }) => name).join(', ')}.`,
    })
    this.stream = stream
  }
}
