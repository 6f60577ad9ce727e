import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { servers, type TestServers } from './servers.js'

/** A database and a key prefix that nobody else uses, on the servers of the run. */
export interface World extends AsyncDisposable {
  /** Address of Redis, without the namespace. */
  readonly redisUrl: string
  /** Address of the world's own, empty database (utf8mb4). */
  readonly mysqlUrl: string
  readonly database: string
  /** Prefix of every key, for the `namespace` of a Redis pool; ends without a separator. */
  readonly namespace: string
  /** For looking behind the scenes. */
  readonly redis: Redis
  readonly mysql: Connection
  /** Runs a statement beside the code under test; rows of a SELECT, big numbers and dates as strings. */
  query<T = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>
  /** Drops the database and the keys. Safe to repeat. */
  close(): Promise<void>
}

/** `name` makes the database and keys recognisable: the test file's, for example. `on` names servers of its own. */
export async function createWorld(name = 'world', on: Partial<TestServers> = {}): Promise<World> {
  const { redisUrl, mysqlUrl: serverUrl } = isComplete(on) ? on : { ...(await servers()), ...on }
  const id = `t_${name.replaceAll(/\W+/g, '_').slice(0, 30)}_${randomBytes(4).toString('hex')}`
  const mysqlUrl = withDatabase(serverUrl, id)
  await createDatabase(serverUrl, id)
  const mysql = await createConnection({
    uri: mysqlUrl,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    timezone: 'Z',
  })
  const redis = new Redis<'legacy'>(redisUrl)
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= destroy(redis, mysql, id)
    return closing
  }
  return {
    redisUrl,
    mysqlUrl,
    database: id,
    namespace: id,
    redis,
    mysql,
    async query<T>(sql: string, values: readonly unknown[] = []) {
      const [rows] = await mysql.query<RowDataPacket[]>(sql, [...values])
      return Array.isArray(rows) ? (rows as unknown as readonly T[]) : []
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const isComplete = (on: Partial<TestServers>): on is TestServers =>
  on.redisUrl !== undefined && on.mysqlUrl !== undefined

function withDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

async function createDatabase(url: string, name: string): Promise<void> {
  const connection = await createConnection({ uri: withDatabase(url, '') })
  await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`)
  await connection.end()
}

async function destroy(redis: Redis, mysql: Connection, id: string): Promise<void> {
  await mysql.query(`DROP DATABASE IF EXISTS \`${id}\``)
  await mysql.end()
  for await (const keys of redis.scanStream({ match: `*${id}*`, count: 1_000 })) {
    if (keys.length > 0) await redis.unlink(...keys)
  }
  redis.disconnect()
}
