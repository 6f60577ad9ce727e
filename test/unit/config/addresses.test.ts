import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../runtime/config/config-error.js'
import type { MysqlPoolConfig, RedisPoolConfig } from '../../../runtime/config/engine-config.js'
import { resolveConfig } from '../../../runtime/config/resolve-config.js'

const MYSQL = 'mysql://app@localhost/app'

async function redis(address: string): Promise<Partial<RedisPoolConfig>> {
  const { redisPools } = await resolveConfig({ default: { mysql: MYSQL, redis: address } })
  const { pool: _pool, ...rest } = redisPools.default!
  return rest
}

async function mysql(address: string): Promise<Partial<MysqlPoolConfig>> {
  const { mysqlPools } = await resolveConfig({ default: { mysql: address, redis: 'localhost' } })
  const { pool: _pool, ...rest } = mysqlPools.default!
  return rest
}

async function mistake(redisAddress: string): Promise<string> {
  const error = await redis(redisAddress).then(
    () => new Error('was accepted'),
    (error: unknown) => error as Error,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return error.message
}

const tcp = (host: string, port: number) => ({ kind: 'single', endpoint: { kind: 'tcp', host, port } })
const socket = (path: string) => ({ kind: 'single', endpoint: { kind: 'socket', path } })

describe('an address of Redis', () => {
  test.each([
    ['localhost', { ...tcp('localhost', 6379), database: 0, namespace: '' }],
    ['192.123.11.12:6379', { ...tcp('192.123.11.12', 6379), database: 0, namespace: '' }],
    [':6380', { ...tcp('localhost', 6380), database: 0, namespace: '' }],
    ['cache.internal:6379:3', { ...tcp('cache.internal', 6379), database: 3, namespace: '' }],
    ['localhost:6379:3:shop', { ...tcp('localhost', 6379), database: 3, namespace: 'shop' }],
    [
      'localhost:6379:1:shop?user=app&password=a+b%26c',
      { ...tcp('localhost', 6379), database: 1, namespace: 'shop', username: 'app', password: 'a+b&c' },
    ],
    ['[::1]:6379:2', { ...tcp('::1', 6379), database: 2, namespace: '' }],
    ['/run/redis.sock', { ...socket('/run/redis.sock'), database: 0, namespace: '' }],
    ['/run/redis.sock:2:shop', { ...socket('/run/redis.sock'), database: 2, namespace: 'shop' }],
    ['unix:///run/redis.sock?db=2', { ...socket('/run/redis.sock'), database: 2, namespace: '' }],
    ['redis://localhost', { ...tcp('localhost', 6379), database: 0, namespace: '' }],
    ['redis://localhost:6380/4', { ...tcp('localhost', 6380), database: 4, namespace: '' }],
    ['redis://[::1]:6380/4', { ...tcp('::1', 6380), database: 4, namespace: '' }],
    ['redis://localhost/?namespace=shop', { ...tcp('localhost', 6379), database: 0, namespace: 'shop' }],
    ['redis://:secret@localhost', { ...tcp('localhost', 6379), database: 0, namespace: '', password: 'secret' }],
    [
      'redis://app:p%2Fw@rd:1@localhost:6379/1',
      { ...tcp('localhost', 6379), database: 1, namespace: '', username: 'app', password: 'p/w@rd:1' },
    ],
    ['rediss://cache:6380', { ...tcp('cache', 6380), database: 0, namespace: '', tls: { verify: true } }],
    [
      'redis+sentinel://:pw@a:26379,b/main/2?sentinelPassword=spw',
      {
        kind: 'sentinel',
        master: 'main',
        sentinels: [
          { host: 'a', port: 26_379 },
          { host: 'b', port: 26_379 },
        ],
        database: 2,
        namespace: '',
        password: 'pw',
        sentinelPassword: 'spw',
      },
    ],
    [
      'rediss+cluster://a:7000,b:7001',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 7001 },
        ],
        namespace: '',
        tls: { verify: true },
      },
    ],
  ])('%s', async (address, expected) => {
    expect(await redis(address)).toEqual(expected)
  })

  test.each([
    ['', 'is empty; write redis://host:6379/0'],
    ['reddis://localhost', 'unknown scheme "reddis://"; did you mean "redis"?'],
    ['http://localhost', 'unknown scheme "http://"; known are redis, rediss'],
    ['localhost:99999', 'port 99999 is not between 1 and 65535'],
    ['localhost:port', '"localhost:port" is not host:port'],
    ['localhost:6379:x', '"x" is not the number of a database'],
    ['localhost:6379:0?pasword=topsecret', 'unknown parameter "pasword"; did you mean "password"?'],
    ['redis://localhost/first', '"first" is not the number of a database'],
    ['redis://app:%zztopsecret@localhost', 'has broken percent-encoding'],
    ['app:topsecret@localhost:6379', 'has a user in the short form; write redis://user:password@host:port/db'],
    ['redis+sentinel://a:26379', 'names no master; write redis+sentinel://host:26379/mymaster/0'],
    ['redis+cluster://a:7000/1', 'a Cluster has database 0 alone'],
  ])('that cannot be read (%s) is told, without its password', async (address, expected) => {
    const message = await mistake(address)
    expect(message).toContain(`config: default.redis: `)
    expect(message).toContain(expected)
    expect(message).not.toContain('topsecret')
  })
})

describe('an address of MySQL', () => {
  const local = { endpoint: { kind: 'tcp', host: 'localhost', port: 3306 }, connections: 10 }

  test.each([
    ['mysql://app@localhost/shop', { ...local, user: 'app', database: 'shop' }],
    ['mariadb://app@/shop', { ...local, user: 'app', database: 'shop' }],
    [
      'mysql://app:p@ss%2Fw@db.internal:3307/shop?connections=4&tls=true',
      {
        endpoint: { kind: 'tcp', host: 'db.internal', port: 3307 },
        user: 'app',
        password: 'p@ss/w',
        database: 'shop',
        connections: 4,
        tls: { verify: true },
      },
    ],
    ['mysql://app@localhost/shop?tls=skip-verify', { ...local, user: 'app', database: 'shop', tls: { verify: false } }],
    [
      'mysql://app@localhost/shop?socket=/run/mysqld.sock',
      { ...local, endpoint: { kind: 'socket', path: '/run/mysqld.sock' }, user: 'app', database: 'shop' },
    ],
  ])('%s', async (address, expected) => {
    expect(await mysql(address)).toEqual(expected)
  })

  test.each([
    ['mysql://localhost/shop', 'names no user'],
    ['mysql://app@localhost', 'names no database'],
    ['postgres://app@localhost/shop', 'unknown scheme "postgres://"; known are mysql, mariadb'],
    ['root:topsecret@tcp(localhost:3306)/shop', '"root:***@tcp(localhost:3306)/shop" is a Go address; write mysql://'],
    ['mysql://app@localhost/shop?tsl=true', 'unknown parameter "tsl"; did you mean "tls"?'],
    ['mysql://app@localhost/shop?tls=maybe', 'tls is true, false or skip-verify, got "maybe"'],
    ['mysql://app@localhost/shop?connections=no', 'connections must be a whole number of 1 or more'],
    ['localhost:3306', 'is not an address'],
  ])('that cannot be read (%s) is told', async (address, expected) => {
    const message = await mysql(address).then(String, String)
    expect(message).toContain(`config: default.mysql: `)
    expect(message).toContain(expected)
    expect(message).not.toContain('topsecret')
  })
})
