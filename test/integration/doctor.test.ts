import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'
import type { TableDefinition } from '../../runtime/entity/table.js'
import { diagnose } from '../../runtime/observe/doctor.js'
import { type RedisServer, startRedis } from '../../testing/index.js'
import { createWorld, type World } from '../support/world.js'

let world: World
let redis: RedisServer

beforeAll(async () => {
  ;[world, redis] = await Promise.all([createWorld('doctor'), startRedis()])
})
afterAll(() => Promise.all([world?.close(), redis?.close()]))

const USERS: TableDefinition = {
  entity: 'User',
  table: 'users',
  pool: 'default',
  key: ['id'],
  uniques: [],
  columns: [{ property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, id: 'sequence' }],
  sql: { select: '', whereKey: '', insert: '', insertRow: '' },
}

async function look(tables: readonly TableDefinition[] = []) {
  const config = await resolveConfig({ default: { mysql: world.mysqlUrl, redis: redis.url } })
  const { findings, unreachable } = await diagnose(config, tables)
  expect(unreachable).toEqual([])
  return new Map(findings.map(({ check, level, found }) => [check, `${level}: ${found}`]))
}

async function adjust(...settings: readonly [name: string, value: string][]): Promise<void> {
  const { Redis } = await import('ioredis')
  const client = new Redis<'legacy'>(redis.url)
  for (const [name, value] of settings) await client.config('SET', name, value)
  client.disconnect()
}

test('what is wrong with real servers is found, and gone once mended', async () => {
  await adjust(['maxmemory-policy', 'allkeys-lru'], ['appendonly', 'no'])
  await world.query('CREATE TABLE users (id BIGINT UNSIGNED NOT NULL PRIMARY KEY) ENGINE = MyISAM')

  const before = await look([USERS])

  expect(before.get('redis-eviction')).toBe('problem: maxmemory-policy is allkeys-lru')
  expect(before.get('redis-persistence')).toBe('problem: appendonly is no')
  expect(before.get('mysql-bookkeeping')).toMatch(/^problem: orm_lazy_fence.* missing$/)
  expect(before.get('mysql-innodb')).toBe('problem: engine MyISAM')

  await adjust(['maxmemory-policy', 'noeviction'], ['appendonly', 'yes'])
  for (const table of BOOKKEEPING_TABLES) await world.query(table)
  await world.query('ALTER TABLE users ENGINE = InnoDB')

  const after = await look([USERS])

  expect(after.get('redis-eviction')).toBe('ok: maxmemory-policy is noeviction')
  expect(after.get('redis-fsync')).toBe('ok: appendfsync is everysec')
  expect(after.get('mysql-bookkeeping')).toMatch(/^ok: \d+ tables, InnoDB$/)
  expect(after.get('mysql-tables')).toBe('ok: 1 columns, InnoDB')
  expect(after.get('clocks')).toMatch(/^ok/)
  expect(after.get('redis-version')).toMatch(/^ok/)
  expect(after.get('mysql-version')).toMatch(/^ok/)
})

test('another writer on a sequence is found', async () => {
  await world.query("INSERT INTO orm_lazy_sequence (name, next_id) VALUES ('users', 5)")
  await world.query('INSERT INTO users (id) VALUES (4)')
  expect((await look()).get('mysql-sequences')).toBe('ok: next id 5')

  await world.query('INSERT INTO users (id) VALUES (18446744073709551000)')
  expect((await look()).get('mysql-sequences')).toBe(
    'problem: greatest id 18446744073709551000, and the sequence is at 5',
  )
})

test('a second group on the stream is found', async () => {
  const { Redis } = await import('ioredis')
  const client = new Redis<'legacy'>(redis.url)
  await client.xgroup('CREATE', 'orm-lazy-channel', 'orm-async-consumer', '0', 'MKSTREAM')
  expect((await look()).get('redis-group')).toBe('ok: group orm-async-consumer')
  await client.xgroup('CREATE', 'orm-lazy-channel', 'spy', '0')
  client.disconnect()

  expect((await look()).get('redis-group')).toBe('problem: groups orm-async-consumer, spy')
})

test('servers that are away are told apart from what was found', async () => {
  const config = await resolveConfig({ default: { mysql: 'mysql://root@127.0.0.1:1/x', redis: redis.url } })

  const { findings, unreachable } = await diagnose(config, [])

  expect(unreachable.map(({ code }) => code)).toEqual(['ORM2503'])
  expect(findings.map(({ check }) => check)).toContain('redis-eviction')
})
