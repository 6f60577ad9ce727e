import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { type Connection, createConnection } from 'mysql2/promise'
import { createEngine, type Engine } from 'orm-gen'
import { entities } from './generated/index.js'
import type { BenchServers } from './harness.js'

/** An engine on an empty database and an empty namespace of its own. */
export interface BenchWorld {
  readonly engine: Engine
  readonly redis: Redis
  readonly mysql: Connection
  /** With the database. */
  readonly mysqlUrl: string
  /** The stream's key. */
  readonly stream: string
  close(): Promise<void>
}

/** No consumer runs here, which an engine would warn of. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

/** As `orm-gen ddl` prints it. */
const PEOPLE = `CREATE TABLE people (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY, first_name VARCHAR(100) NOT NULL, last_name VARCHAR(100) NOT NULL,
  email VARCHAR(255) NOT NULL UNIQUE, age INT NULL, created_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4`

export async function openWorld({ redisUrl, mysqlUrl }: BenchServers): Promise<BenchWorld> {
  const name = `orm_bench_${randomBytes(4).toString('hex')}`
  const url = new URL(mysqlUrl)
  url.pathname = ''
  const mysql = await createConnection(url.href)
  await mysql.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  await mysql.query(`USE ${name}`)
  await mysql.query(PEOPLE)
  url.pathname = `/${name}`
  const redis = new Redis(redisUrl)
  const engine = await createEngine(
    { default: { mysql: url.href, redis: { address: redisUrl, namespace: name } } },
    { entities, logger: SILENT },
  )
  const stream = engine.config.streams[0]!.key
  return {
    engine,
    redis,
    mysql,
    mysqlUrl: url.href,
    stream,
    async close() {
      await engine.close()
      await redis.del(stream)
      redis.disconnect()
      await mysql.query(`DROP DATABASE ${name}`)
      await mysql.end()
    },
  }
}
