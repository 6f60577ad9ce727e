import { expect, test } from 'vitest'
import { poolOfKey } from '../../../runtime/entity/index.js'
import { modelsOf } from '../../support/schema-models.js'
import { tablesOf } from '../../support/tables.js'

const tableOf = (columns: string, key: string) =>
  tablesOf(
    modelsOf(`import { bigint, defineEntity, int, shardBy, uuid } from 'orm-gen/schema'
      export const Row = defineEntity('rows', { ${columns} }, {
        pool: shardBy('${key}', { a: '0-255, 1023', b: '256-511', c: '512-1022' }) })`),
  )[0]!

// Computed by MySQL: SELECT CRC32(key) % 1024. They must never change: rows would be looked for on another server.
const SLOTS = [
  ['0', 801],
  ['1', 951],
  ['42', 136],
  ['-7', 287],
  ['18446744073709551615', 282],
] as const satisfies (readonly [string, number])[]

test.each(SLOTS)('the row of %s keeps its slot for ever: %i', (key, slot: number) => {
  const table = tableOf('tenantId: bigint().primary(), id: uuid().primary()', 'tenantId')
  const pool = slot <= 255 || slot === 1023 ? 'a' : slot <= 511 ? 'b' : 'c'

  expect(poolOfKey(table, [key, 'any'])).toBe(pool)
})

test('a small integer has the same slot whether it travels as number or text', () => {
  const table = tableOf('tenantId: int().primary(), id: uuid().primary()', 'tenantId')

  for (let key = -500; key < 500; key++) expect(poolOfKey(table, [key, ''])).toBe(poolOfKey(table, [String(key), '']))
})

test('consecutive keys spread evenly', () => {
  const table = tableOf('tenantId: bigint().primary(), id: uuid().primary()', 'tenantId')
  const counts = { a: 0, b: 0, c: 0 }
  for (let key = 1; key <= 10_240; key++) counts[poolOfKey(table, [key, '']) as keyof typeof counts]++

  // 257, 256 and 511 slots of 10 keys each.
  expect(Math.abs(counts.a - 2_570)).toBeLessThan(200)
  expect(Math.abs(counts.b - 2_560)).toBeLessThan(200)
  expect(Math.abs(counts.c - 5_110)).toBeLessThan(200)
})
