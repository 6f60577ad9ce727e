import { OrmError } from '../errors.js'

/** A statement got no answer in time. Its connection was destroyed; whether it took effect is unknown. */
export class QueryDeadlineError extends OrmError {
  readonly code = 'ORM2301'
  readonly timeoutMs: number
  readonly statement: string

  constructor(statement: string, timeoutMs: number) {
    super(`MySQL did not answer within ${timeoutMs} ms`, {
      remedy: 'Look for a lock or an overloaded server; the deadline is the option deadlines.queryMs.',
    })
    this.timeoutMs = timeoutMs
    this.statement = statement
  }
}

/** The pool was closed while somebody waited for a connection, or asked after. */
export class PoolClosedError extends OrmError {
  readonly code = 'ORM2302'

  constructor() {
    super('The pool of MySQL connections is closed', { remedy: 'Do not use an engine after close().' })
  }
}

/** What mysql2 hangs on its errors. */
export interface MysqlErrorFacts {
  readonly code?: string
  readonly errno?: number
  readonly sqlState?: string
  readonly sql?: string
  readonly fatal?: boolean
}

export function mysqlErrorFacts(error: unknown): MysqlErrorFacts {
  return typeof error === 'object' && error !== null ? (error as MysqlErrorFacts) : {}
}

export const DUPLICATE_ENTRY = 1062

/** Errors after which the server closes the connection: shutdown, killed, aborted by idleness. */
const CLOSING_ERRNOS: ReadonlySet<number> = new Set([1053, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 4031])

/** True when the connection cannot be used again, so that what was under way has an unknown outcome. */
export function losesConnection(error: unknown): boolean {
  const { code, errno, fatal, sqlState } = mysqlErrorFacts(error)
  if (error instanceof QueryDeadlineError || fatal === true) return true
  return sqlState === undefined ? code !== undefined : errno !== undefined && CLOSING_ERRNOS.has(errno)
}
