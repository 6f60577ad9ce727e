import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { normaliserOf } from '../../runtime/consumer/normal-value.js'
import { servers } from '../support/servers.js'

const normalise = normaliserOf({ kind: 'varchar', length: 10 })
const PRINTABLE = Array.from({ length: 0x7e - 0x20 + 1 }, (_, index) => String.fromCharCode(0x20 + index))

let connection: Connection

beforeAll(async () => {
  const { mysqlUrl } = await servers()
  connection = await createConnection({ uri: mysqlUrl, charset: 'utf8mb4' })
})

afterAll(() => connection.end())

test('two texts that any utf8mb4 collation takes for equal have one normal form', async () => {
  const [collations] = await connection.query<RowDataPacket[]>('SHOW COLLATION WHERE Charset = ?', ['utf8mb4'])
  const texts = `JSON_TABLE(?, '$[*]' COLUMNS (t VARCHAR(10) CHARACTER SET utf8mb4 PATH '$'))`
  const json = JSON.stringify(PRINTABLE.map((character) => `a${character}b`))
  const apart: string[] = []
  for (const { Collation } of collations) {
    const [pairs] = await connection.query<RowDataPacket[]>(
      `SELECT x.t AS a, y.t AS b FROM ${texts} x JOIN ${texts} y ON x.t COLLATE ${Collation} = y.t COLLATE ${Collation}`,
      [json, json],
    )
    for (const { a, b } of pairs) if (normalise(a) !== normalise(b)) apart.push(`${Collation}: ${a} = ${b}`)
  }
  expect(apart).toEqual([])
})
