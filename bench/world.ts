import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { type Connection, createConnection } from 'mysql2/promise'
import { createEngine, type Engine } from 'orm-gen'
import { readEntities } from '../codegen/index.js'
import { createTables } from '../codegen/sql/index.js'
import { BOOKKEEPING_TABLES } from '../runtime/database/bookkeeping.js'
import type { ServerPids } from './cpu.js'
import { entities } from './generated/index.js'
import type { BenchSetting } from './harness.js'
import { SILENT } from './silent-logger.js'

/** An engine on an empty database and an empty namespace of its own. */
export interface BenchWorld {
  readonly engine: Engine
  readonly redis: Redis
  readonly mysql: Connection
  /** With the database. */
  readonly mysqlUrl: string
  readonly redisUrl: string
  /** The stream's key. */
  readonly stream: string
  readonly namespace: string
  readonly pids: ServerPids
  close(): Promise<void>
}

export async function openWorld({ redisUrl, mysqlUrl, pids }: BenchSetting): Promise<BenchWorld> {
  const name = `orm_bench_${randomBytes(4).toString('hex')}`
  const url = new URL(mysqlUrl)
  url.pathname = ''
  const mysql = await createConnection({ uri: url.href, charset: 'utf8mb4', dateStrings: true })
  await mysql.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  await mysql.query(`USE ${name}`)
  for (const statement of [...createTables(models()), ...BOOKKEEPING_TABLES]) await mysql.query(statement)
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
    redisUrl,
    stream,
    namespace: name,
    pids,
    async close() {
      await engine.close()
      await redis.del(stream)
      redis.disconnect()
      await mysql.query(`DROP DATABASE ${name}`)
      await mysql.end()
    },
  }
}

function models() {
  const folder = new URL('./schemas/', import.meta.url)
  return readEntities(
    readdirSync(folder).map((file) => ({
      path: `bench/schemas/${file}`,
      text: readFileSync(new URL(file, folder), 'utf8'),
    })),
  ).entities
}
