import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { audit } from '../../examples/shop/audit.js'
import { AS_TEXT } from '../../examples/shop/database.js'
import { Ledger } from '../../examples/shop/ledger.js'
import { createWorld } from '../support/world.js'

test('the audit of the demo names every lost, doubled, unexpected and wrong row', async () => {
  await using world = await createWorld('shop_audit')
  for (const sql of [
    'CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(20), settings JSON)',
    `INSERT INTO users VALUES (1, 'Ada', '{"b": 1, "a": 2}'), (2, 'Tom', NULL), (4, 'Eve', NULL)`,
    'CREATE TABLE orm_lazy_event (status INT)',
    'INSERT INTO orm_lazy_event VALUES (1), (1)',
    'CREATE TABLE orm_lazy_dead_letter (id INT)',
    'INSERT INTO orm_lazy_dead_letter VALUES (1)',
  ]) {
    await world.query(sql)
  }
  const ledger = new Ledger()
  ledger.put('users', 1n, { name: 'Ada', settings: '{"a":2,"b":1}' })
  ledger.put('users', 2n, { name: 'Thomas', settings: null })
  ledger.put('users', 3n, { name: 'Zoë', settings: null })
  for (let unit = 0; unit < 3; unit++) ledger.queued(1)

  const mysql = await createConnection({ uri: world.mysqlUrl, ...AS_TEXT })
  const { mistakes, rows } = await audit(mysql, ledger)
  await mysql.end()
  expect(rows).toBe(3)
  expect(mistakes).toEqual([
    'users 2 name is Tom, queued was Thomas',
    'users 4 is there and was never queued, or was deleted',
    'users 3 was queued and is not there',
    '3 units were queued, 2 were applied',
    '1 units became dead letters',
  ])
})
