/** Values in MySQL's sentences stand in quotes: `Duplicate entry 'tom@beeorm.io' for key 'users.email'`. */
const QUOTED = /'(?:[^'\\]|\\.)*'/g

/** Errno of Redis and network errors are negative, or there is none; MySQL's are positive. */
interface DriverError extends Error {
  readonly code?: string
  readonly errno?: number
}

/** What is logged of an error: no column values, no statement. */
export function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'something other than an error was thrown' }
  const { code, errno } = error as DriverError
  const isFromMysql = errno !== undefined && errno > 0
  const message = error.message.split('\n')[0]!
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    ...(isFromMysql && { errno }),
    message: isFromMysql ? message.replace(QUOTED, "'…'") : message,
  }
}
