import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BOOKKEEPING_TABLES } from '../../../runtime/database/bookkeeping.js'
import { type CliWorld, orm } from '../../support/test-terminal.js'
import { createWorld, type World } from '../../support/world.js'

let world: World
let directory: string
let key: string

beforeAll(async () => {
  world = await createWorld('cli_status')
  key = `${world.namespace}:orm-lazy-channel`
  directory = await mkdtemp(join(tmpdir(), 'orm-status-'))
  await writeFile(
    join(directory, 'orm.yaml'),
    `default:
  mysql: ${world.mysqlUrl}
  redis: { address: '${world.redisUrl}', namespace: ${world.namespace} }
`,
  )
  for (const table of BOOKKEEPING_TABLES) await world.query(table)
  const [seconds] = await world.redis.time()
  const entry = JSON.stringify([1, 'id', [], [[[0]], [[0]]]])
  await world.redis.xadd(key, `${(Number(seconds) - 90) * 1_000}-1`, 'e', entry)
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await world.close()
})

const status = (argv: readonly string[], more: CliWorld = {}) => orm(['status', ...argv], { cwd: directory, ...more })

test('status shows what waits, how long, and that nobody works it', async () => {
  const { code, stdout } = await status([])

  expect(code).toBe(0)
  expect(stdout).toMatch(/^orm-lazy-channel {2}\(Redis pool default, MySQL pool default\)$/m)
  expect(stdout).toMatch(/^ {2}waiting +2 units in 1 entry, the oldest for 9\d s$/m)
  expect(stdout).toMatch(/^ {2}consumers +none$/m)
  expect(stdout).toMatch(/^ {2}! 1 entry waits and no consumer is alive: orm-gen consume$/m)
})

test('each consumer is told with its heartbeat, what it has applied and retried, and why it waits', async () => {
  await world.query(
    `INSERT INTO orm_lazy_consumer (part, owner, host, pid, state, workers, seen_at, alive_until, applied, dead, retries, applied_per_second, alert)
     VALUES (?, 'a', 'app-1', 41, 'paused', 11, UTC_TIMESTAMP(6) - INTERVAL 2 SECOND, UTC_TIMESTAMP(6), 12345, 3, 1, 250, 'schemaBehind: no table'),
       (?, 'b', 'app-2', 42, 'standby', 1, UTC_TIMESTAMP(6) - INTERVAL 5 MINUTE, UTC_TIMESTAMP(6), 0, 0, 0, 0, NULL)`,
    [key, key],
  )
  try {
    const { stdout } = await status([])

    expect(stdout).toMatch(/^ {2}rates +0\/s queued, 250\/s applied$/m)
    expect(stdout).toMatch(/^ {2}consumers +1 alive$/m)
    expect(stdout).toMatch(/^ +app-1:41 paused, 11 workers, heard of [2-9] s ago; 12,345 applied, 1 retry, 3 dead$/m)
    expect(stdout).toMatch(/^ +app-2:42 gone, 1 worker, heard of 5 min ago; 0 applied, 0 retries, 0 dead$/m)
    expect(stdout).toMatch(/^ {2}! a waits: schemaBehind: no table$/m)
    const { consumers, appliedPerSecond } = JSON.parse((await status(['--json'])).stdout).streams[0]
    expect(appliedPerSecond).toBe(250)
    expect(consumers).toMatchObject([
      { owner: 'a', alive: true, retries: 1, alert: 'schemaBehind: no table', silentMs: expect.any(Number) },
      { owner: 'b', alive: false },
    ])
  } finally {
    await world.query('DELETE FROM orm_lazy_consumer')
  }
})

test('dead letters, and what is parked behind them, are told and can be asked about', async () => {
  await world.query(
    `INSERT INTO orm_lazy_dead_letter (id, part, event_id, entity, operation, error_code, error_name, message, payload, queued_at, died_at)
     VALUES (1, ?, UNHEX(REPEAT('01', 16)), 'User', 'insert', '1062', 'ER_DUP_ENTRY', 'x', '[]', NOW(), NOW())`,
    [key],
  )
  await world.query(
    "INSERT INTO orm_lazy_parked (part, event_id, dead_letter_id, payload, parked_at) VALUES (?, UNHEX(REPEAT('03', 16)), 1, '[]', NOW())",
    [key],
  )
  try {
    const { code, stdout } = await status(['--fail-if', 'dead>0', '--fail-if', 'parked>=1'])

    expect(code).toBe(1)
    expect(stdout).toMatch(/^ {2}dead letters +1, and 1 unit parked behind them$/m)
    expect(stdout).toContain('orm-gen dead-letters list')
  } finally {
    await world.query('DELETE FROM orm_lazy_dead_letter')
    await world.query('DELETE FROM orm_lazy_parked')
  }
})

test('a stream that only an entity names is shown with --entities', async () => {
  await writeFile(
    join(directory, 'entities.mjs'),
    `const definition = { entity: 'Visit', table: 'visits', pool: 'default', stream: 'visits', key: ['id'], uniques: [], columns: [], sql: {} }
     export const entities = [{ table: { definition } }]`,
  )

  const { stdout } = await status(['--json', '--entities', 'entities.mjs'])

  expect(JSON.parse(stdout).streams.map(({ stream }: { stream: string }) => stream)).toEqual([
    'orm-lazy-channel',
    'visits',
  ])
})

test('--json gives the same as data', async () => {
  const { stdout } = await status(['--json'])

  const [stream] = JSON.parse(stdout).streams
  expect(stream).toMatchObject({
    stream: 'orm-lazy-channel',
    key,
    entries: 1,
    units: 2,
    unitsExact: true,
    consumers: [],
    deadLetters: 0,
    concerns: ['noConsumer'],
    errors: [],
  })
  expect(stream.oldestMs).toBeGreaterThan(90_000)
})

describe('--fail-if', () => {
  test.each([
    ['age>30s', 1],
    ['age>1h', 0],
    ['age<1h', 1],
    ['entries>=1', 1],
    ['units=2', 1],
    ['dead>0', 0],
    ['consumers<1', 1],
  ])('%s ends with %i', async (condition, expected) => {
    const { code, stderr } = await status(['--fail-if', condition])

    expect(code).toBe(expected)
    expect(stderr).toBe(expected === 1 ? `orm-gen: --fail-if holds for orm-lazy-channel: ${condition}\n` : '')
  })

  test.each([
    ['aeg>3s', '"aeg" is unknown; did you mean "age"?'],
    ['age', 'is no condition'],
    ['dead>3s', 'only age has a unit'],
    ['age>', 'is no condition'],
    ['age>30y', 'is no condition'],
    ['age>-1s', 'is no condition'],
    ['age>1s and dead>0', 'is no condition'],
    ['', "write one like 'age>30s' or 'dead>0'"],
  ])('%s is refused with the remedy', async (condition, message) => {
    const { code, stderr } = await status(['--fail-if', condition])

    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('--watch shows it again until it is interrupted', async () => {
  const ending = new AbortController()
  const shown = (text: string) => text.split('(Redis pool').length - 1
  const { code, stdout } = await status(['--watch'], {
    signal: ending.signal,
    onOutput: (text) => shown(text) >= 2 && ending.abort('SIGINT'),
  })

  expect(code).toBe(0)
  expect(shown(stdout)).toBe(2)
})

test('servers that are away end with 4, with what was tried and without the password', async () => {
  const env = { REDIS_URL: 'redis://:topsecret@127.0.0.1:1', MYSQL_URL: 'mysql://app:topsecret@127.0.0.1:1/shop' }

  const { code, stdout, stderr } = await orm(['status'], { cwd: join(directory, 'nothing here'), env })

  expect(code).toBe(4)
  expect(stdout).toContain('! Redis pool "default" at 127.0.0.1:1 (no TLS, user default with a password, database 0)')
  expect(stdout).toContain('! MySQL pool "default" at 127.0.0.1:1/shop (no TLS, user app, with a password)')
  expect(stdout + stderr).not.toContain('topsecret')
})

test('a wrong configuration ends with 2, and tells every mistake', async () => {
  await writeFile(join(directory, 'wrong.yaml'), 'default: { mysql: nowhere, redsi: localhost }\nlazzy: 1\n')

  const { code, stderr } = await status(['--config', 'wrong.yaml'])

  expect(code).toBe(2)
  expect(stderr).toContain('wrong.yaml: default.redsi: unknown key; did you mean "redis"?')
  expect(stderr).toContain('wrong.yaml: default.mysql: is not an address')
  expect(stderr).toContain('wrong.yaml: lazzy: expected keys and values, got a number')
})
