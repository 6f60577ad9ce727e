import { DatabaseUnreachableError } from './database-unreachable-error.js'
import type { SqlPool } from './pool.js'

/** Opens a connection and asks the server something. Throws DatabaseUnreachableError, which tells the remedy. */
export async function assertReachable(pool: SqlPool): Promise<void> {
  try {
    await pool.use((session) => session.ping())
  } catch (cause) {
    throw new DatabaseUnreachableError(pool.config, cause as Error)
  }
}
