import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BOOKKEEPING_TABLES } from '../../../runtime/database/bookkeeping.js'
import { type RedisServer, startRedis } from '../../../testing/index.js'
import { orm } from '../../support/test-terminal.js'
import { createWorld, type World } from '../../support/world.js'

/** Without an orm.yaml. */
const cwd = join(tmpdir(), 'orm-gen-nothing-here')

let world: World
let redis: RedisServer

beforeAll(async () => {
  ;[world, redis] = await Promise.all([
    createWorld('cli_doctor'),
    startRedis({ extraArguments: ['--maxmemory-policy', 'allkeys-lru'] }),
  ])
})
afterAll(() => Promise.all([world?.close(), redis?.close()]))

const doctor = (...argv: string[]) =>
  orm(['doctor', ...argv], { cwd, env: { REDIS_URL: redis.url, MYSQL_URL: world.mysqlUrl } })

test('each problem comes with its reason and the line that mends it, and ends with 1', async () => {
  const { code, stdout } = await doctor()

  expect(code).toBe(1)
  expect(stdout).toMatch(
    /^ {2}PROBLEM redis-eviction +maxmemory-policy is allkeys-lru\n +A full server may throw away.*\n +mend: CONFIG SET maxmemory-policy noeviction/m,
  )
  expect(stdout).toMatch(/^ {2}PROBLEM mysql-bookkeeping .*\n.*\n +mend: orm-gen ddl --apply$/m)
  expect(stdout).toMatch(/^ {2}ok +mysql-version +\d/m)
  expect(stdout).toMatch(/\d problems, .*\d+ ok; with --entities your tables are looked at as well\n$/)
})

test('the findings as data', async () => {
  const { stdout } = await doctor('--json')

  const { findings, unreachable } = JSON.parse(stdout)
  expect(unreachable).toEqual([])
  expect(findings).toContainEqual(
    expect.objectContaining({ check: 'redis-eviction', level: 'problem', mend: expect.stringContaining('noeviction') }),
  )
})

test('with entities the tables are looked at as well', async () => {
  for (const table of BOOKKEEPING_TABLES) await world.query(table)
  const { stdout } = await orm(['doctor', '--entities', 'generated'], {
    env: { REDIS_URL: redis.url, MYSQL_URL: world.mysqlUrl },
  })

  expect(stdout).toMatch(/^table users\n {2}PROBLEM mysql-tables +missing$/m)
  expect(stdout).not.toContain('with --entities')
})

test('a server that is away ends with 4, and the others are looked at', async () => {
  const env = { REDIS_URL: redis.url, MYSQL_URL: 'mysql://app@127.0.0.1:1/shop' }

  const { code, stdout } = await orm(['doctor'], { cwd, env })

  expect(code).toBe(4)
  expect(stdout).toContain('! MySQL pool "default" at 127.0.0.1:1/shop')
  expect(stdout).toContain('redis-eviction')
  expect(stdout).toMatch(/1 unreachable/)
})
