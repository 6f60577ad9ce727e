import { afterAll, expect, test } from 'vitest'
import { createWorld } from '../support/world.js'

const world = await createWorld('world')
afterAll(() => world.close())

test('a world has an empty database of its own', async () => {
  expect(await world.query('SHOW TABLES')).toEqual([])
  expect(world.mysqlUrl).toContain(world.database)
})

test('a closed world leaves neither keys nor a database behind', async () => {
  const other = await createWorld('other')
  await other.redis.set(`${other.namespace}:key`, 'value')
  await other.query('CREATE TABLE t (id INT PRIMARY KEY)')
  await other.close()
  expect(await world.redis.keys(`${other.namespace}*`)).toEqual([])
  expect(await world.query('SHOW DATABASES LIKE ?', [other.database])).toEqual([])
})
