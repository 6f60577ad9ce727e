import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConfigObject, MysqlOptions, RedisOptions } from '../../runtime/config/config-object.js'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { assertReachable } from '../../runtime/database/assert-reachable.js'
import { DatabaseUnreachableError } from '../../runtime/database/database-unreachable-error.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { connectRedis } from '../../runtime/stream/connect.js'
import { nodesOf } from '../../runtime/stream/redis-client.js'
import { RedisUnreachableError } from '../../runtime/stream/redis-unreachable-error.js'
import { type MariaDBServer, type RedisServer, startMariaDB, startRedis } from '../../testing/index.js'
import { TEST_CERTIFICATE as tls } from '../support/certificate.js'

const PASSWORD = 'p@ss:w/rd?%41'
const encoded = encodeURIComponent(PASSWORD)

let directory: string
let redis: RedisServer
let mysql: MariaDBServer

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orm-conn-'))
  const socket = ['--unixsocket', join(directory, 'redis.sock')]
  ;[redis, mysql] = await Promise.all([
    startRedis({ password: PASSWORD, tls, extraArguments: socket }),
    startMariaDB({
      tls,
      database: 'shop',
      initStatements: [
        `CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY '${PASSWORD}'`,
        `GRANT ALL ON shop.* TO 'app'@'%'`,
        `CREATE USER IF NOT EXISTS 'sealed'@'%' IDENTIFIED BY '${PASSWORD}' REQUIRE SSL`,
        `GRANT ALL ON shop.* TO 'sealed'@'%'`,
      ],
    }),
  ])
}, 60_000)

afterAll(async () => {
  await Promise.all([redis?.close(), mysql?.close()])
  await rm(directory, { recursive: true, force: true })
})

async function pingRedis(address: string | RedisOptions, connectMs = 2_000): Promise<string> {
  const config = await resolveConfig({ default: { mysql: 'mysql://a@b/c', redis: address } })
  const client = await connectRedis(config.redisPools.default!, 'writer', connectMs)
  const [node] = nodesOf(client, 'all') as [Redis]
  try {
    return `${await node.ping()} in database ${/ db=(\d+)/.exec(String(await node.client('INFO')))?.[1]}`
  } finally {
    client.disconnect()
  }
}

async function queryMysql(address: string | MysqlOptions): Promise<string> {
  const config = await resolveConfig({ default: { mysql: address, redis: 'localhost' } } satisfies ConfigObject)
  await using pool = new SqlPool(config.mysqlPools.default!, { connectMs: 2_000 })
  await assertReachable(pool)
  const [row] = await pool.use((session) =>
    session.rows<{ user: string; base: string; Value: string }>(
      `SELECT CURRENT_USER() AS user, DATABASE() AS base, (SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher') AS Value`,
    ),
  )
  return `${row?.user} in ${row?.base}${row?.Value === '' ? '' : ' with TLS'}`
}

describe('Redis with a password', () => {
  const plain = () => `127.0.0.1:${redis.port}`

  test.each<readonly [form: string, address: () => string | RedisOptions, database: number]>([
    ['redis://', () => `redis://:${encoded}@${plain()}/3`, 3],
    ['redis:// with a user', () => `redis://default:${encoded}@${plain()}`, 0],
    ['host:port:db', () => `${plain()}:4:ns?password=${encoded}`, 4],
    ['an object', () => ({ address: plain(), password: PASSWORD, db: 2 }), 2],
    ['a socket', () => ({ address: `${join(directory, 'redis.sock')}:1`, password: PASSWORD }), 1],
  ])('is reached by %s', async (_, address, database) => {
    expect(await pingRedis(address())).toBe(`PONG in database ${database}`)
  })

  test('refuses a wrong password with an error that names the remedy and not the password', async () => {
    const error = await pingRedis(`redis://:topsecret@${plain()}`).catch((error: unknown) => error)

    expect(error).toBeInstanceOf(RedisUnreachableError)
    expect((error as Error).message).toMatch(/WRONGPASS.*\n {2}correct user and password in the address/)
    expect((error as Error).message).toContain(`at ${plain()} (no TLS, user default with a password, database 0)`)
    expect((error as Error).message).not.toContain('topsecret')
  })

  test('refuses no password with an error that says where to write one', async () => {
    await expect(pingRedis(plain())).rejects.toThrow(/NOAUTH.*\n {2}the server asks for a password/)
  })

  test('has no database 99: an error, not database 0', async () => {
    await expect(pingRedis(`redis://:${encoded}@${plain()}/99`)).rejects.toThrow(/DB index is out of range/)
  })
})

describe('Redis with TLS', () => {
  const address = () => redis.tlsUrl!

  test('is reached where its authority is named', async () => {
    expect(await pingRedis({ address: address(), tls: { ca: tls.certificate } })).toBe('PONG in database 0')
  })

  test('is reached unverified where that was asked for', async () => {
    expect(await pingRedis({ address: address(), tls: { verify: false } })).toBe('PONG in database 0')
  })

  test('refuses an unknown authority with the remedy', async () => {
    await expect(pingRedis(address())).rejects.toThrow(
      /\n {2}name the authority that signed it: tls: { ca: .\/ca.pem }/,
    )
  })

  test('refuses a certificate of another host', async () => {
    const options = { address: address(), tls: { ca: tls.certificate, serverName: 'cache.example' } }
    await expect(pingRedis(options)).rejects.toThrow(/\n {2}name the host that the certificate is for/)
  })

  test('asked of a plain port ends in an error within the deadline', async () => {
    const plain = `rediss://:${encoded}@127.0.0.1:${redis.port}`
    await expect(pingRedis(plain, 500)).rejects.toThrow(RedisUnreachableError)
  })
})

describe('MySQL with a user and a password', () => {
  const tcp = () => `127.0.0.1:${mysql.port}`

  test.each<readonly [form: string, address: () => string | MysqlOptions, expected: string]>([
    ['a URL', () => `mysql://app:${encoded}@${tcp()}/shop`, 'app@% in shop'],
    [
      'an object',
      () => ({ host: '127.0.0.1', port: mysql.port, user: 'app', password: PASSWORD, database: 'shop' }),
      'app@% in shop',
    ],
    [
      'a socket',
      () => ({ socket: join(mysql.dataDirectory, 'mysql.sock'), user: 'app', password: PASSWORD, database: 'shop' }),
      'app@% in shop',
    ],
    [
      'TLS with its authority',
      () => ({ url: `mysql://sealed:${encoded}@${tcp()}/shop`, tls: { ca: tls.certificate } }),
      'sealed@% in shop with TLS',
    ],
    ['TLS unverified', () => `mysql://sealed:${encoded}@${tcp()}/shop?tls=skip-verify`, 'sealed@% in shop with TLS'],
  ])('is reached by %s', async (_, address, expected) => {
    expect(await queryMysql(address())).toBe(expected)
  })

  test.each<readonly [what: string, address: () => string, reason: RegExp]>([
    [
      'a wrong password',
      () => `mysql://app:topsecret@${tcp()}/shop`,
      /Access denied.*\n {2}correct user and password/s,
    ],
    [
      'an unknown database',
      () => `mysql://root@${tcp()}/nope`,
      /Unknown database.*\n {2}create it: CREATE DATABASE `nope`/s,
    ],
    [
      'an unknown authority',
      () => `mysql://app:topsecret@${tcp()}/shop?tls=true`,
      /\n {2}name the authority that signed it/,
    ],
    ['a port where nobody listens', () => 'mysql://app:topsecret@127.0.0.1:1/shop', /ECONNREFUSED.*\n {2}start it/s],
  ])('refuses %s with the remedy and without the password', async (_, address, reason) => {
    const error = await queryMysql(address()).catch((error: unknown) => error)

    expect(error).toBeInstanceOf(DatabaseUnreachableError)
    expect((error as Error).message).toMatch(reason)
    expect((error as Error).message).not.toContain('topsecret')
  })
})
