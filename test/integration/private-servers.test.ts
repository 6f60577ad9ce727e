import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { startMariaDB, startRedis } from '../../testing/index.js'
import { TEST_CERTIFICATE } from '../support/certificate.js'

test('Redis keeps what it has over a kill and a restart, on the same port', async () => {
  await using server = await startRedis({ appendFsync: 'always' })
  const { port } = server
  await withRedis(server.url, (redis) => redis.set('key', 'kept'))
  await server.kill()
  expect(server.pid).toBeUndefined()
  await server.restart()
  expect(server.port).toBe(port)
  expect(await withRedis(server.url, (redis) => redis.get('key'))).toBe('kept')
})

test('MariaDB keeps what it has over a kill, and a restart may change its settings', async () => {
  await using server = await startMariaDB()
  await query(server.url, 'CREATE TABLE t (id INT PRIMARY KEY)')
  await query(server.url, 'INSERT INTO t VALUES (7)')
  await server.kill()
  await server.restart(['--innodb-lock-wait-timeout=3'])
  expect(await query(server.url, 'SELECT id, @@innodb_lock_wait_timeout AS wait FROM t')).toEqual([{ id: 7, wait: 3 }])
})

test('passwords are wanted and are part of the address', async () => {
  await using redis = await startRedis({ password: 'päss:w@rd' })
  await using mariadb = await startMariaDB({ password: "it's:a@secret" })
  expect(await withRedis(redis.url, (client) => client.ping())).toBe('PONG')
  await expect(withRedis(`redis://127.0.0.1:${redis.port}`, (client) => client.ping())).rejects.toThrow('NOAUTH')
  expect(await query(mariadb.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await expect(query(`mysql://root@127.0.0.1:${mariadb.port}/orm`, 'SELECT 1')).rejects.toThrow('Access denied')
})

test('both servers offer TLS with the given certificate', async () => {
  const ca = readFileSync(TEST_CERTIFICATE.certificate)
  await using redis = await startRedis({ tls: TEST_CERTIFICATE })
  await using mariadb = await startMariaDB({ tls: TEST_CERTIFICATE })
  const client = new Redis<'legacy'>(redis.tlsUrl!, { tls: { ca } })
  expect(await client.ping()).toBe('PONG')
  client.disconnect()
  const connection = await createConnection({ uri: mariadb.url, ssl: { ca } })
  const [rows] = await connection.query("SHOW STATUS LIKE 'Ssl_version'")
  expect(rows).toEqual([{ Variable_name: 'Ssl_version', Value: expect.stringContaining('TLS') }])
  await connection.end()
})

test('a server that does not come up fails with its own words and leaves nothing behind', async () => {
  await expect(startRedis({ extraArguments: ['--no-such-setting', 'yes'] })).rejects.toMatchObject({
    code: 'ORM3102',
    exitCode: 4,
    message: expect.stringContaining('no-such-setting'),
  })
})

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis<'legacy'>(url, { retryStrategy: () => null })
  redis.on('error', () => undefined)
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

async function query(uri: string, sql: string): Promise<unknown> {
  const connection = await createConnection({ uri })
  try {
    return (await connection.query(sql))[0]
  } finally {
    await connection.end()
  }
}
