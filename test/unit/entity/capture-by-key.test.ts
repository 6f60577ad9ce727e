import { describe, expect, test } from 'vitest'
import {
  captureDeleteByKey,
  capturePatch,
  defineTable,
  keyWires,
  UnknownPropertyError,
  ValueError,
} from '../../../runtime/entity/index.js'
import { accountTable, TeamEntity, teamTable } from '../../support/account.js'

const OPTIONS = { now: new Date('2026-01-02T03:04:05.678Z') }

const lines = defineTable({
  entity: 'Line',
  table: 'lines',
  pool: 'default',
  key: ['orderId', 'line'],
  columns: [
    { property: 'line', column: 'line', type: { kind: 'int' } },
    { property: 'orderId', column: 'order_id', type: { kind: 'bigint' } },
    { property: 'amount', column: 'amount', type: { kind: 'int' } },
  ],
  uniques: [],
  sql: { select: '', whereKey: '', insert: '', insertRow: '' },
})

describe('a patch', () => {
  test('is an update without former values', () => {
    const event = capturePatch(accountTable, 7n, { email: 'a', teamId: null, logins: undefined }, OPTIONS)
    expect(event).toEqual({
      shape: {
        operation: 'update',
        entity: 'Account',
        fields: [
          { property: 'id', role: 'key' },
          { property: 'email', role: 'set' },
          { property: 'teamId', role: 'set' },
        ],
      },
      values: [7, 'a', null],
    })
  })

  test('shares its shape, whatever the order of its properties', () => {
    const one = capturePatch(accountTable, 1n, { name: 'a', email: 'b' }, OPTIONS)
    const other = capturePatch(accountTable, 2n, { email: 'c', name: 'd' }, OPTIONS)
    expect(other?.shape).toBe(one?.shape)
    expect(other?.values).toEqual([2, 'd', 'c'])
  })

  test('stamps the time and a fresh version, and asks for none', () => {
    const event = capturePatch(teamTable, 5n, { title: 'B' }, OPTIONS)
    expect(event?.shape.fields.map(({ role, property }) => `${role} ${property}`)).toEqual([
      'key id',
      'set title',
      'set version',
      'set changedAt',
    ])
    expect(event?.values[3]).toBe('2026-01-02 03:04:05')
  })

  test('of nothing is nothing', () => {
    expect(capturePatch(accountTable, 7n, {}, OPTIONS)).toBeNull()
  })

  test('is checked like an entity', () => {
    expect(() => capturePatch(accountTable, 7n, { name: null }, OPTIONS)).toThrow(ValueError)
    expect(() => capturePatch(accountTable, 7n, { id: 8n }, OPTIONS)).toThrow(UnknownPropertyError)
    expect(() => capturePatch(accountTable, 7n, { nmae: 'x' }, OPTIONS)).toThrow(UnknownPropertyError)
    expect(() => capturePatch(accountTable, -7n, { name: 'x' }, OPTIONS)).toThrow('Account.id')
    expect(() => capturePatch(accountTable, 7n, { team: new TeamEntity({ title: 'A' }) }, OPTIONS)).toThrow(
      'has not been flushed',
    )
  })
})

describe('a deletion by key', () => {
  test('names the key alone', () => {
    expect(captureDeleteByKey(accountTable, 7n, OPTIONS)).toEqual({
      shape: { operation: 'delete', entity: 'Account', fields: [{ property: 'id', role: 'key' }] },
      values: [7],
    })
  })

  test('is an update where rows are only marked', () => {
    const event = captureDeleteByKey(teamTable, 5n, OPTIONS)
    expect(event.shape.operation).toBe('update')
    expect(event.values.at(-1)).toBe('2026-01-02 03:04:05.678')
  })
})

describe('a key', () => {
  test('of several columns is an object, and travels in the order of the key', () => {
    expect(keyWires(lines, { line: 2, orderId: 9n })).toEqual([9, 2])
    expect(() => keyWires(lines, { line: 2 })).toThrow('give { orderId, line }')
    expect(() => keyWires(lines, 9n)).toThrow(ValueError)
  })

  test('beyond 2^53 travels as text', () => {
    expect(keyWires(accountTable, 18446744073709551615n)).toEqual(['18446744073709551615'])
  })
})
