import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../runtime/config/config-error.js'
import type { ConsumerOptions, EngineOptions } from '../../../runtime/config/options.js'
import { type ConfigInput, resolveConfig } from '../../../runtime/config/resolve-config.js'
import { consumerSettings } from '../../../runtime/config/settings.js'

const MYSQL = 'mysql://app@localhost/app'
const POOL = { mysql: MYSQL, redis: 'localhost' }

async function problems(input: unknown, options: EngineOptions = {}): Promise<readonly string[]> {
  const error = await resolveConfig(input as ConfigInput, options, {}).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof ConfigError)) throw new Error(`expected a ConfigError, got ${error}`)
  expect(error.code).toBe('ORM2501')
  return error.problems.map(({ path, message }) => `${path}: ${message}`)
}

describe('every mistake has its place and a remedy', () => {
  test.each<readonly [input: unknown, problem: string]>([
    [{}, 'default: has no mysql; write mysql: mysql://app@localhost:3306/app'],
    [{ default: 'localhost' }, 'default: expected keys and values, got text'],
    [{ default: { ...POOL, redsi: 'x' } }, 'default.redsi: unknown key; did you mean "redis"?'],
    [
      { default: { ...POOL, kafka: 'x' } },
      'default.kafka: unknown key; known are mysql, redis, sentinel, cluster, streams',
    ],
    [{ default: POOL, '1st': {} }, '1st: is not a name for a pool; use letters, digits, - and _'],
    [{ default: { ...POOL, cluster: ['a'] } }, 'default: has redis and cluster; a pool has one of them'],
    [{ default: { mysql: MYSQL, redis: 6379 } }, 'default.redis: expected keys and values, got a number'],
    [{ default: { mysql: MYSQL, redis: {} } }, 'default.redis.address: is missing; write host:port or redis://host'],
    [
      { default: { mysql: MYSQL, redis: { address: 'a', password: 123 } } },
      'default.redis.password: expected text, got a number; put it in quotes',
    ],
    [
      { default: { mysql: MYSQL, redis: { address: 'a:1:2', db: 3 } } },
      'default.redis.db: contradicts the address; say it once',
    ],
    [
      { default: { mysql: MYSQL, redis: { address: 'a', user: 'x' } } },
      'default.redis.user: unknown key; write username',
    ],
    [
      { default: { mysql: MYSQL, redis: { address: 'a', tls: { cert: '-----BEGIN' } } } },
      'default.redis.tls: cert and key go together',
    ],
    [
      { default: { mysql: MYSQL, sentinel: {} } },
      'default.sentinel: names no master; write "mymaster:0": [host:26379, ...]',
    ],
    [{ default: { mysql: MYSQL, sentinel: { m: [] } } }, 'default.sentinel.m: is empty; list at least one host:port'],
    [
      { default: { mysql: MYSQL, sentinel: { a: ['x'], b: ['y'] } } },
      'default.sentinel: names several masters; a pool has one',
    ],
    [{ default: { mysql: MYSQL, cluster: { nodes: ['a:x'] } } }, 'default.cluster.nodes[0]: "a:x" is not host:port'],
    [
      { default: { mysql: MYSQL, cluster: { nodes: ['a'], db: 1 } } },
      'default.cluster: a Cluster has database 0 alone',
    ],
    [
      { default: { ...POOL, mysql: { user: 'a' } } },
      'default.mysql: names no database; write mysql://app:${MYSQL_PASSWORD}@localhost:3306/app',
    ],
    [{ default: { ...POOL, mysql: { url: MYSQL, host: 'b' } } }, 'default.mysql: has both url and host; say it once'],
    [
      { default: { ...POOL, mysql: { url: MYSQL, socketPath: 'b' } } },
      'default.mysql.socketPath: unknown key; write socket',
    ],
    [
      { default: { ...POOL, mysql: { url: MYSQL, tls: { serverName: 'db' } } } },
      'default.mysql.tls.serverName: works for Redis alone; write the name of the certificate as host',
    ],
    [
      { default: POOL, options: { durability: 'fsnyc' } },
      'options.durability: expected one of memory, fsync, replica, got "fsnyc"; did you mean "fsync"?',
    ],
    [{ default: POOL, options: { assumeFsync: 'yes' } }, 'options.assumeFsync: expected true or false, got "yes"'],
    [
      { default: POOL, options: { backlog: { warnAt: -1 } } },
      'options.backlog.warnAt: expected a whole number of 1 or more, got -1',
    ],
    [
      { default: POOL, options: { deadlines: { flush: 1 } } },
      'options.deadlines.flush: unknown key; known are connectMs, flushMs, answerMs, queryMs, closeMs',
    ],
    [
      { default: POOL, options: { consumer: { workers: 1.5 } } },
      'options.consumer.workers: expected a whole number from 1 to 1000, got 1.5',
    ],
    [
      { default: POOL, options: { consumer: { backoffMinMs: 5, backoffMaxMs: 1 } } },
      'options.consumer.backoffMinMs: is above backoffMaxMs (1)',
    ],
    [
      { default: POOL, options: { consumer: { onDeadLetter: 'drop' } } },
      'options.consumer.onDeadLetter: expected one of park, skip, got "drop"',
    ],
  ])('%j', async (input, problem) => {
    expect(await problems(input)).toEqual([problem])
  })
})

test('all mistakes are told at once', async () => {
  const input = {
    default: { mysql: 'mysql://localhost/app', redsi: 'localhost' },
    lazy: { redis: 'localhost:99999', streams: { 'orm-lazy-channel': ['a', 'b'] } },
    options: { durabilty: 'fsync', consumer: { workers: 0 } },
  }

  expect((await problems(input)).map((problem) => problem.split(': ')[0])).toEqual([
    'default.redsi',
    'default.mysql',
    'lazy.redis',
    'lazy.streams.orm-lazy-channel',
    'options.durabilty',
    'options.consumer.workers',
  ])
})

test('options given in code are checked as well, and win over the file', async () => {
  const options = { backlog: { refuseAt: 5 } }
  const config = await resolveConfig({ default: POOL, options: { backlog: { refuseAt: 9, warnAt: 3 } } }, options)

  expect(config.settings.backlog).toMatchObject({ warnAt: 3, refuseAt: 5 })
  expect(await problems({ default: POOL }, { backlog: { refusAt: 5 } } as EngineOptions)).toEqual([
    'engine options.backlog.refusAt: unknown key; did you mean "refuseAt"?',
  ])
})

test('a file that is not there, and one that is no YAML, are told', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'orm-config-'))
  const path = join(directory, 'orm.yaml')
  await writeFile(path, 'default:\n  mysql: [\n  redis: "x\n')

  await expect(resolveConfig(join(directory, 'no.yaml'))).rejects.toThrow(
    /^no.yaml: there is no such file \(.*\); write one with orm-gen init/,
  )
  await expect(resolveConfig(path)).rejects.toThrow(/^orm.yaml: \d+:\d+: /)
  await rm(directory, { recursive: true })
})

test('options of a consumer are checked, and win over those of the engine', async () => {
  const { settings } = await resolveConfig({ default: POOL, options: { consumer: { workers: 5, leaseMs: 2_000 } } })

  expect(consumerSettings({ workers: 7 }, settings.consumer)).toMatchObject({ workers: 7, leaseMs: 2_000 })
  expect(() => consumerSettings({ worker: 7 } as ConsumerOptions, settings.consumer)).toThrow(
    'BackgroundConsumer options: worker: unknown key; did you mean "workers"?',
  )
})
