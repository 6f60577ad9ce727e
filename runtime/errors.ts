/** Every error of the runtime: a class, a stable `code`, the facts as fields, the original as `cause`. */
export abstract class OrmError extends Error {
  abstract readonly code: string
  /** What the reader can do about it; part of `message` too. */
  readonly remedy: string | undefined

  constructor(message: string, options: { readonly remedy?: string; readonly cause?: unknown } = {}) {
    super(options.remedy === undefined ? message : `${message}\n  ${options.remedy}`, { cause: options.cause })
    this.name = new.target.name
    this.remedy = options.remedy
  }
}

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
