import { OrmError } from '../errors.js'

/** The stream or its consumer group is gone: FLUSHALL, DEL, XGROUP DESTROY, or a failover to an empty replica. */
export class GroupMissingError extends OrmError {
  readonly code = 'ORM2520'
  readonly stream: string
  readonly group: string

  constructor(stream: string, group: string, cause: unknown) {
    super(`The stream ${stream} or its group ${group} is gone`, {
      remedy: 'The consumer creates it again at the beginning; entries that were deleted with it are lost.',
      cause,
    })
    this.stream = stream
    this.group = group
  }
}
