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
