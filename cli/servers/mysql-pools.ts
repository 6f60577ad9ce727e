import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RunQuery } from '../../codegen/introspect/index.js'
import { describeMysql } from '../../runtime/config/describe-server.js'
import type { MysqlPoolConfig } from '../../runtime/config/engine-config.js'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { assertReachable } from '../../runtime/database/assert-reachable.js'
import { SqlPool } from '../../runtime/database/pool.js'
import type { SqlValue } from '../../runtime/database/session.js'
import type { Terminal } from '../terminal.js'
import { UsageError } from '../usage-error.js'

export const CONFIG_OPTION = {
  type: 'string',
  describe: 'The configuration; orm.yaml where it exists, else MYSQL_URL',
} as const

const CONFIG_FILE = 'orm.yaml'

/** Building an index on a large table takes its time. */
const STATEMENT_MS = 6 * 3_600_000

/** A MySQL database that the configuration names. */
export interface OpenDatabase {
  readonly pool: string
  /** Without password: `localhost:3306/app`. */
  readonly address: string
  readonly query: RunQuery
}

/** The MySQL pools of the configuration by name, with no connection open. Needs no Redis. */
export async function mysqlPools(
  config: string | undefined,
  terminal: Terminal,
): Promise<Readonly<Record<string, MysqlPoolConfig>>> {
  const { cwd, env } = terminal
  const path = config ?? (existsSync(join(cwd, CONFIG_FILE)) ? CONFIG_FILE : undefined)
  if (path !== undefined) return (await resolveConfig(resolve(cwd, path), {}, env)).mysqlPools
  if (!env.MYSQL_URL) {
    throw new UsageError('no database is named', { remedy: 'name a configuration with --config, or set MYSQL_URL' })
  }
  const { mysqlPools } = await resolveConfig({ default: { mysql: env.MYSQL_URL, redis: UNUSED_REDIS } }, {}, env)
  return mysqlPools
}

/** A configuration has a Redis; the commands that need this module never connect to it. */
const UNUSED_REDIS = 'redis://localhost'

/** Throws UsageError, naming the pools that there are. */
export function poolNamed(pool: string, pools: Readonly<Record<string, MysqlPoolConfig>>): MysqlPoolConfig {
  const config = pools[pool]
  if (config !== undefined) return config
  throw new UsageError(`the configuration has no MySQL pool "${pool}"`, {
    remedy: `it has ${Object.keys(pools).join(', ')}; add ${pool}: { mysql: mysql://user@host:3306/database }`,
  })
}

/** Lends a connection for the time of `work`. Throws DatabaseUnreachableError. */
export async function withDatabase<T>(
  config: MysqlPoolConfig,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  await using pool = new SqlPool(config, { size: 1, queryMs: STATEMENT_MS })
  await assertReachable(pool)
  return await pool.use((session) =>
    work({
      pool: config.pool,
      address: describeMysql(config),
      query: (sql, params = []) => session.rows<Record<string, unknown>>(sql, params as SqlValue[]),
    }),
  )
}
