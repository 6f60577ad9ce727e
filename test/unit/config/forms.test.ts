import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../runtime/config/config-error.js'
import { Registry } from '../../../runtime/config/registry.js'
import { resolveConfig } from '../../../runtime/config/resolve-config.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orm-config-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function fromYaml(text: string, env: Record<string, string> = {}) {
  const path = join(directory, 'orm.yaml')
  await writeFile(path, text)
  return resolveConfig(path, {}, env)
}

const mistakes = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ConfigError ? error.message : `not a ConfigError: ${error}`),
  )

const ORIGINAL_YAML = `
default:
  mysql: mysql://app:\${MYSQL_PASSWORD}@localhost:3306/app
  redis: redis://localhost:6379/0
lazy:
  redis: 192.123.11.12:6379
  streams:
    orm-lazy-channel:
      - orm-async-consumer
`

test('YAML and Registry give the same configuration', async () => {
  const registry = new Registry()
  registry.registerMySQL('mysql://app:s3cret@localhost:3306/app')
  registry.registerRedis('redis://localhost:6379/0')
  registry.registerRedis('192.123.11.12:6379', { pool: 'lazy', db: 0, namespace: '' })
  registry.registerRedisStream('orm-lazy-channel', 'lazy', ['orm-async-consumer'])

  expect(await resolveConfig(registry)).toEqual(await fromYaml(ORIGINAL_YAML, { MYSQL_PASSWORD: 's3cret' }))
})

test('a stream declared on a pool lives there, at database 0 of host:port', async () => {
  const config = await fromYaml(ORIGINAL_YAML, { MYSQL_PASSWORD: 's3cret' })

  expect(config.redisPools.lazy).toEqual({
    pool: 'lazy',
    kind: 'single',
    endpoint: { kind: 'tcp', host: '192.123.11.12', port: 6379 },
    database: 0,
    namespace: '',
  })
  expect(config.streams).toEqual([
    {
      name: 'orm-lazy-channel',
      key: 'orm-lazy-channel',
      group: 'orm-async-consumer',
      redisPool: 'lazy',
      mysqlPool: 'default',
    },
  ])
})

test('a plain object has the shape of the file', async () => {
  const config = await resolveConfig({
    default: { mysql: { host: 'db', user: 'app', database: 'app', password: 'p' }, redis: { address: 'cache', db: 2 } },
    options: { consumer: { workers: 20 } },
  })

  expect(config.mysqlPools.default).toMatchObject({ endpoint: { host: 'db', port: 3306 }, password: 'p' })
  expect(config.redisPools.default).toMatchObject({ endpoint: { host: 'cache' }, database: 2 })
  expect(config.settings.consumer.workers).toBe(20)
})

test('REDIS_URL and MYSQL_URL alone make the default pool', async () => {
  const env = { REDIS_URL: 'redis://cache:6380/1', MYSQL_URL: 'mysql://app@db/app' }

  const config = await resolveConfig(undefined, {}, env)

  expect(config.redisPools.default).toMatchObject({ endpoint: { host: 'cache', port: 6380 }, database: 1 })
  expect(config.mysqlPools.default).toMatchObject({ endpoint: { host: 'db' }, database: 'app' })
})

test('without any configuration the missing variable is named', async () => {
  const env = { REDIS_URL: 'redis://cache' }

  expect(await mistakes(resolveConfig(undefined, {}, env))).toContain('environment: MYSQL_URL: is not set')
})

test('the configuration is frozen all the way down', async () => {
  const config = await resolveConfig({ default: { mysql: 'mysql://a@b/c', redis: 'localhost' } })

  expect(Object.isFrozen(config.redisPools.default)).toBe(true)
  expect(Object.isFrozen(config.settings.consumer)).toBe(true)
  expect(Object.isFrozen(config.streams)).toBe(true)
})

describe('Sentinel and Cluster', () => {
  const sentinels = [
    { host: 'localhost', port: 26_379 },
    { host: '192.156.23.11', port: 26_380 },
  ]

  test("are read in the original's form", async () => {
    const { redisPools } = await fromYaml(`
default:
  mysql: mysql://app@localhost/app
  sentinel:
    mymaster:1:
      - :26379
      - 192.156.23.11:26380
`)
    expect(redisPools.default).toEqual({
      pool: 'default',
      kind: 'sentinel',
      master: 'mymaster',
      database: 1,
      sentinels,
      namespace: '',
    })
  })

  test('are read as objects, and registered in code', async () => {
    const registry = new Registry()
    registry.registerMySQL('mysql://app@localhost/app')
    registry.registerRedisSentinel('mymaster', [':26379', '192.156.23.11:26380'], { db: 1, sentinelPassword: 's' })
    registry.registerRedisCluster(['a:7000', 'b:7001'], { pool: 'lazy', password: 'p', tls: true })

    const { redisPools } = await resolveConfig(registry)

    expect(redisPools.default).toMatchObject({ kind: 'sentinel', database: 1, sentinels, sentinelPassword: 's' })
    expect(redisPools.lazy).toMatchObject({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
      ],
      password: 'p',
      tls: { verify: true },
    })
  })
})

describe('${VARIABLES}', () => {
  test('in a password are taken as they are, without percent-encoding', async () => {
    const env = { PW: 'p@ss/w?rd%41:+', TOKEN: 'a&b=c' }
    const config = await fromYaml(
      `
default:
  mysql: mysql://app:\${PW}@localhost/app
  redis: localhost:6379:0?password=\${TOKEN}
lazy:
  redis: { address: localhost, password: "\${PW}" }
`,
      env,
    )
    expect(config.mysqlPools.default?.password).toBe(env.PW)
    expect(config.redisPools.default?.password).toBe(env.TOKEN)
    expect(config.redisPools.lazy?.password).toBe(env.PW)
  })

  test('may hold a whole address, and have an alternative', async () => {
    const config = await fromYaml(
      `
default:
  mysql: \${DATABASE}
  redis: redis://\${REDIS_HOST:-localhost}:\${REDIS_PORT:-6380}
options:
  consumer: { workers: "\${WORKERS}" }
`,
      { DATABASE: 'mysql://app:p%40@db/app', WORKERS: '7' },
    )
    expect(config.mysqlPools.default).toMatchObject({ endpoint: { host: 'db' }, password: 'p@' })
    expect(config.redisPools.default).toMatchObject({ endpoint: { host: 'localhost', port: 6380 } })
    expect(config.settings.consumer.workers).toBe(7)
  })

  test('that are not set are a mistake at their place, with the nearest name', async () => {
    const yaml = 'default:\n  mysql: mysql://app:${MYSQL_PASWORD}@localhost/app\n  redis: ${EMPTY}\n'

    const message = await mistakes(fromYaml(yaml, { MYSQL_PASSWORD: 'topsecret', EMPTY: '' }))

    expect(message).toContain(
      'orm.yaml: default.mysql: environment variable MYSQL_PASWORD is not set; did you mean "MYSQL_PASSWORD"?',
    )
    expect(message).toContain('orm.yaml: default.redis: environment variable EMPTY is empty')
    expect(message).not.toContain('topsecret')
  })

  test('are left alone after a second dollar sign', async () => {
    const config = await fromYaml(
      'default:\n  mysql: { user: app, database: app, password: "$${PW}" }\n  redis: localhost\n',
    )
    expect(config.mysqlPools.default?.password).toBe('${PW}')
  })
})

describe('certificates', () => {
  test('are read beside the file', async () => {
    await writeFile(join(directory, 'ca.pem'), '-----BEGIN CERTIFICATE-----\n')
    const config = await fromYaml(
      'default:\n  mysql: { url: mysql://a@b/c, tls: { ca: ca.pem } }\n  redis: { address: rediss://r, tls: { ca: ./ca.pem, verify: false } }\n',
    )
    expect(config.mysqlPools.default?.tls).toEqual({ ca: '-----BEGIN CERTIFICATE-----\n', verify: true })
    expect(config.redisPools.default?.tls).toEqual({ ca: '-----BEGIN CERTIFICATE-----\n', verify: false })
  })

  test('that cannot be read are a mistake at their place', async () => {
    const message = await mistakes(
      fromYaml('default:\n  mysql: mysql://a@b/c\n  redis: { address: r, tls: { ca: no.pem, cert: no.crt } }\n'),
    )
    expect(message).toContain(`orm.yaml: default.redis.tls.ca: cannot read ${join(directory, 'no.pem')} (ENOENT)`)
    expect(message).toContain('orm.yaml: default.redis.tls.cert: cannot read')
  })
})
