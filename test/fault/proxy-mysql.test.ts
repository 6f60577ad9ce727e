import { type Connection, createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { servers } from '../support/servers.js'
import { FaultProxy } from './lib/proxy/proxy.js'
import { until } from './lib/until.js'

const DATABASE = 'orm_fault_proxy'

let proxy: FaultProxy
let direct: Connection
let client: Connection

beforeEach(async () => {
  const { mysqlUrl } = await servers()
  direct = await createConnection(mysqlUrl)
  await direct.query(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`)
  await direct.query(`USE ${DATABASE}`)
  await direct.query('DROP TABLE IF EXISTS notes')
  await direct.query('CREATE TABLE notes (id INT PRIMARY KEY, text LONGTEXT)')
  proxy = await FaultProxy.start('mysql', mysqlUrl)
  client = await connect()
})

afterEach(async () => {
  client.destroy()
  await direct.query(`DROP DATABASE ${DATABASE}`)
  direct.destroy()
  await proxy.close()
})

async function connect(): Promise<Connection> {
  const url = new URL(proxy.url)
  url.pathname = DATABASE
  const connection = await createConnection(url.toString())
  connection.on('error', () => undefined)
  return connection
}

async function stored(): Promise<number[]> {
  const [rows] = await direct.query('SELECT id FROM notes ORDER BY id')
  return (rows as { id: number }[]).map((row) => row.id)
}

describe('a proxy before MySQL', () => {
  test('passes text, prepared statements and packets of many kilobytes while no rule strikes', async () => {
    const large = 'y'.repeat(300_000)
    await client.execute('INSERT INTO notes VALUES (?, ?)', [1, large])
    const [rows] = await client.query('SELECT text FROM notes')
    expect(rows).toEqual([{ text: large }])
  })

  test('cuts before execution, told by the text of a prepared statement', async () => {
    proxy.inject({ command: 'INSERT INTO notes', action: { kind: 'cutBefore' }, at: 2 })
    await client.execute('INSERT INTO `notes` VALUES (?, ?)', [1, 'a'])
    await expect(client.execute('INSERT INTO `notes` VALUES (?, ?)', [2, 'b'])).rejects.toThrow()
    expect(await stored()).toEqual([1])
  })

  test('cuts COMMIT after execution: the transaction stands, the client is told that the connection is lost', async () => {
    proxy.inject({ command: 'COMMIT', action: { kind: 'cutAfter' } })
    await client.beginTransaction()
    await client.query("INSERT INTO notes VALUES (1, 'a')")
    await expect(client.commit()).rejects.toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' })
    expect(await stored()).toEqual([1])
  })

  test('cuts COMMIT before execution: the transaction is gone', async () => {
    proxy.inject({ command: 'COMMIT', action: { kind: 'cutBefore' } })
    await client.beginTransaction()
    await client.query("INSERT INTO notes VALUES (1, 'a')")
    await expect(client.commit()).rejects.toThrow()
    expect(await stored()).toEqual([])
  })

  test('delivers COMMIT late, after the client has given up and gone', async () => {
    const fault = proxy.inject({ command: 'COMMIT', action: { kind: 'late', delayMs: 150 } })
    await client.beginTransaction()
    await client.query("INSERT INTO notes VALUES (1, 'a')")
    client.commit().catch(() => undefined)
    await fault.strike
    client.destroy()
    expect(await stored()).toEqual([])
    await until('the transaction is committed', 2_000, async () => (await stored()).length === 1)
  })

  test('a black hole never answers and never closes', async () => {
    const fault = proxy.inject({ command: /^select sleep/i, action: { kind: 'blackHole' } })
    const pending = client.query('SELECT SLEEP(0)')
    pending.catch(() => undefined)
    await fault.strike
    expect(await Promise.race([pending, direct.query('SELECT 1 AS alive')])).toMatchObject([[{ alive: 1 }], {}])
    expect(proxy.connections).toBe(1)
  })

  test('fragments both directions without changing a byte', async () => {
    proxy.fragment(3)
    await client.execute('INSERT INTO notes VALUES (?, ?)', [1, 'tiny pieces'])
    const [rows] = await client.execute('SELECT text FROM notes')
    expect(rows).toEqual([{ text: 'tiny pieces' }])
  })
})
