import type { ResultSetHeader } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTables, tableSql, type UpdateManySql } from '../../codegen/sql/index.js'
import { modelNamed, modelsOf, schemaModels } from '../support/schema-models.js'
import { createWorld, type World } from '../support/world.js'

type Json = string | number | null

interface Sample {
  readonly property: string
  readonly wire: Json
  /** Where a statement of one row takes it in another form. */
  readonly parameter?: Buffer
}

const models = schemaModels('everything')
const wide = modelsOf(`
  import { defineEntity, id, int } from 'orm-gen/schema'
  export const Wide = defineEntity('wide', { id: id(), ${Array.from({ length: 70 }, (_, i) => `c${i}: int().nullable()`).join(', ')} })
`)

/** A value or more of each column of `Everything`. */
const SAMPLES: readonly Sample[] = [
  { property: 'tinyintValue', wire: -128 },
  { property: 'tinyintUnsigned', wire: 255 },
  { property: 'smallintValue', wire: -32768 },
  { property: 'smallintUnsigned', wire: 65535 },
  { property: 'mediumintValue', wire: -8388608 },
  { property: 'mediumintUnsigned', wire: 16777215 },
  { property: 'intValue', wire: -2147483648 },
  { property: 'intUnsigned', wire: 4294967295 },
  { property: 'bigintValue', wire: '-9223372036854775808' },
  { property: 'bigintUnsigned', wire: '18446744073709551615' },
  { property: 'decimalValue', wire: '-123456789012345.67891' },
  { property: 'decimalUnsigned', wire: '0.05' },
  { property: 'floatValue', wire: 0.1 },
  { property: 'doubleValue', wire: 1.7976931348623157e308 },
  { property: 'doubleValue', wire: 5e-324 },
  { property: 'boolValue', wire: 1 },
  { property: 'bitValue', wire: 1023 },
  { property: 'charValue', wire: 'ä b' },
  { property: 'varcharValue', wire: '日本\\語\'"\n\u0000😀' },
  { property: 'tinytextValue', wire: '' },
  { property: 'textValue', wire: 'null' },
  { property: 'mediumtextValue', wire: 'x'.repeat(70_000) },
  { property: 'longtextValue', wire: '\u{1F600}'.repeat(20_000) },
  { property: 'binaryValue', wire: 'AAEC/w==', parameter: Buffer.from([0, 1, 2, 255]) },
  { property: 'varbinaryValue', wire: '', parameter: Buffer.from([]) },
  { property: 'tinyblobValue', wire: 'XFwn', parameter: Buffer.from("\\\\'") },
  { property: 'blobValue', wire: Buffer.alloc(50_000, 7).toString('base64'), parameter: Buffer.alloc(50_000, 7) },
  { property: 'mediumblobValue', wire: 'AA==', parameter: Buffer.from([0]) },
  { property: 'longblobValue', wire: '/w==', parameter: Buffer.from([255]) },
  { property: 'dateValue', wire: '2024-02-29' },
  { property: 'timeValue', wire: '-838:59:59.000' },
  { property: 'timeMicro', wire: '00:00:00.000001' },
  { property: 'yearValue', wire: 0 },
  { property: 'yearValue', wire: 1901 },
  { property: 'datetimeValue', wire: '2024-02-29 23:59:59.999' },
  { property: 'datetimeSeconds', wire: '1000-01-01 00:00:00' },
  { property: 'datetimeMicro', wire: '9999-12-31 23:59:59.999999' },
  { property: 'timestampValue', wire: '2038-01-19 03:14:07.000' },
  { property: 'enumValue', wire: "it's" },
  { property: 'setValue', wire: 'x,z' },
  { property: 'setValue', wire: '' },
  { property: 'jsonValue', wire: '{"a":[1,2.5,null,"ü"]}' },
  { property: 'uuidValue', wire: '0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c0000' },
]

let world: World

beforeAll(async () => {
  world = await createWorld('table-sql')
  await world.query("SET time_zone = '+00:00'")
  await world.query('SET NAMES utf8mb4')
  for (const sql of createTables([...models, ...wide])) await world.query(sql)
})

afterAll(() => world.close())

function update(name: string) {
  const model = modelNamed([...models, ...wide], name)
  const { updateMany } = tableSql(model)
  if (updateMany === undefined) throw new Error(`${name} has no bulk update`)
  return { model, updateMany }
}

/** A row of the parameter: what each slot carries, by its name. */
function row(
  sql: UpdateManySql,
  values: number,
  key: readonly Json[],
  changes: Readonly<Record<string, Json>>,
): Json[] {
  const masks = Array.from({ length: Math.ceil(sql.slots.length / 30) }, () => 0)
  const nulls = masks.map(() => 0)
  const present: Json[] = []
  for (const [slot, name] of sql.slots.entries()) {
    if (!(name in changes)) continue
    const value = changes[name]!
    const mask = value === null ? nulls : masks
    mask[Math.floor(slot / 30)]! += 2 ** (slot % 30)
    if (value !== null) present.push(value)
  }
  while (present.length < values) present.push(0)
  return [...masks, ...nulls, ...key, ...present]
}

type Change = readonly [key: readonly Json[], changes: Readonly<Record<string, Json>>]

async function run(name: string, changes: readonly Change[]): Promise<number> {
  const { updateMany } = update(name)
  const form = updateMany.forms[0]!
  const rows = changes.map(([key, values]) => row(updateMany, form.values, key, values))
  const [result] = await world.mysql.execute<ResultSetHeader>(form.sql, [JSON.stringify(rows)])
  return result.affectedRows
}

describe('a bulk update', () => {
  beforeEach(async () => {
    await world.query('DELETE FROM everything')
    await world.query('INSERT INTO everything (id) VALUES (1), (2), (3)')
  })

  test.each(SAMPLES)('writes $property as a statement of one row does', async ({ property, wire, parameter }) => {
    const column = modelNamed(models, 'Everything').columns.find((candidate) => candidate.property === property)!.column
    await world.mysql.execute(`UPDATE everything SET ${column} = ? WHERE id = 1`, [parameter ?? wire])
    await run('Everything', [[[2], { [property]: wire }]])
    const [{ a, b, same }] = (await world.query(
      `SELECT HEX(x.${column}) AS a, HEX(y.${column}) AS b, x.${column} = y.${column} AS same
       FROM everything x JOIN everything y ON x.id = 1 AND y.id = 2`,
    )) as [{ a: string; b: string; same: number }]
    expect(b).toBe(a)
    expect(same).toBe(1)
  })

  test('leaves what a row does not carry as it is, to the last digit', async () => {
    for (const { property, wire, parameter } of SAMPLES) {
      const column = modelNamed(models, 'Everything').columns.find((each) => each.property === property)!.column
      await world.mysql.execute(`UPDATE everything SET ${column} = ?`, [parameter ?? wire])
    }
    await world.query('UPDATE everything SET float_value = 0.1234567, double_value = 0.12345678901234568')
    const before = await world.query('SELECT * FROM everything WHERE id = 1')
    await run('Everything', [[[1], { varcharValue: 'changed' }]])
    const after = await world.query('SELECT * FROM everything WHERE id = 1')
    expect(after).toEqual([{ ...before[0], varchar_value: 'changed' }])
    const [{ exact }] = (await world.query(
      'SELECT COUNT(*) AS exact FROM everything x JOIN everything y ON x.float_value = y.float_value AND x.double_value = y.double_value WHERE x.id = 1 AND y.id = 2',
    )) as [{ exact: number }]
    expect(Number(exact)).toBe(1)
  })

  test('takes rows with different columns in one statement, and sets NULL only where asked', async () => {
    await world.query("UPDATE everything SET int_value = 5, varchar_value = 'x'")
    const affected = await run('Everything', [
      [[1], { intValue: 6 }],
      [[2], { varcharValue: null }],
      [[3], { varcharValue: 'null', intValue: null }],
    ])
    expect(affected).toBe(3)
    expect(await world.query('SELECT int_value, varchar_value FROM everything ORDER BY id')).toEqual([
      { int_value: 6, varchar_value: 'x' },
      { int_value: 5, varchar_value: null },
      { int_value: null, varchar_value: 'null' },
    ])
  })

  test('adds amounts exactly, taking NULL for 0', async () => {
    await world.query('UPDATE everything SET bigint_value = 9007199254740993, decimal_value = 0.1 WHERE id = 1')
    await run('Everything', [
      [[1], { '+bigintValue': '9007199254740993', '+decimalValue': '0.20001', '+doubleValue': 0.5 }],
      [[2], { '+bigintUnsigned': '18446744073709551615' }],
    ])
    expect(
      await world.query(
        'SELECT bigint_value, decimal_value, double_value, bigint_unsigned FROM everything WHERE id < 3 ORDER BY id',
      ),
    ).toEqual([
      { bigint_value: '18014398509481986', decimal_value: '0.30001', double_value: 0.5, bigint_unsigned: null },
      { bigint_value: null, decimal_value: null, double_value: null, bigint_unsigned: '18446744073709551615' },
    ])
  })

  test('counts a row that already holds the value, and not one that is gone', async () => {
    await world.query('UPDATE everything SET int_value = 5')
    expect(
      await run('Everything', [
        [[1], { intValue: 5 }],
        [[2], { intValue: 6 }],
        [[99], { intValue: 7 }],
      ]),
    ).toBe(2)
  })

  test.each([
    ['an integer out of range', { tinyintUnsigned: 256 }, 1264],
    ['a negative number for an unsigned column', { bigintUnsigned: -1 }, 1264],
    ['text that is too long', { varcharValue: 'x'.repeat(21) }, 1406],
    ['text where a number belongs', { intValue: 'abc' }, 1366],
    ['text where a double belongs', { doubleValue: '1x' }, 1292],
    ['a day that does not exist', { dateValue: '2023-02-29' }, 1292],
    ['a value that the enum does not have', { enumValue: 'nope' }, 1265],
    ['bytes that are too many', { varbinaryValue: Buffer.alloc(21).toString('base64') }, 1406],
    ['bits that are too many', { bitValue: 1024 }, 1406],
    ['an amount that overflows', { '+tinyintUnsigned': 256 }, 1264],
    ['JSON that is none', { jsonValue: '{' }, 4025],
  ])('refuses %s instead of changing it', async (_, changes, errno) => {
    await expect(run('Everything', [[[1], changes as Record<string, Json>]])).rejects.toMatchObject({ errno })
  })

  test.each([[-1], ['1x'], ['99999999999999999999'], [1.5]])('hits no row by the malformed key %j', async (key) => {
    await world.query('UPDATE everything SET int_value = 5')
    await run('Everything', [[[key], { intValue: 6 }]]).catch(() => undefined)
    expect(await world.query('SELECT DISTINCT int_value FROM everything')).toEqual([{ int_value: 5 }])
  })

  test('refuses a row with fewer values than the form has', async () => {
    const { updateMany } = update('Everything')
    const form = updateMany.forms[0]!
    const short = row(updateMany, form.values, [1], { intValue: 1 }).slice(0, -1)
    await expect(world.mysql.execute(form.sql, [JSON.stringify([short])])).rejects.toThrow()
  })
})

test('a bulk update reads the right value for every slot of a wide table, in every form', async () => {
  const { updateMany } = update('Wide')
  await world.query(`INSERT INTO wide (id) VALUES ${Array.from({ length: 200 }, (_, i) => `(${i})`).join(',')}`)
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % below
  }
  for (const form of updateMany.forms) {
    await world.query(`UPDATE wide SET ${Array.from({ length: 70 }, (_, i) => `c${i} = 1000`).join(', ')}`)
    const changes = Array.from({ length: 200 }, (_, id): Change => {
      const names = Array.from({ length: 1 + random(form.values) }, () => `${random(2) === 0 ? '' : '+'}c${random(70)}`)
      const apart = names.filter((name) => !names.includes(name.startsWith('+') ? name.slice(1) : `+${name}`))
      return [
        [id],
        Object.fromEntries(apart.map((name) => [name, name.startsWith('+') || random(4) > 0 ? random(100) : null])),
      ]
    })
    const rows = changes.map(([key, values]) => row(updateMany, form.values, key, values))
    await world.mysql.execute(form.sql, [JSON.stringify(rows)])
    const stored = await world.query<Record<string, number>>('SELECT * FROM wide ORDER BY id')
    for (const [[id], change] of changes as unknown as [[number], Record<string, number>][]) {
      const expected: Record<string, number | string | null> = { id: String(id) }
      for (let i = 0; i < 70; i++) {
        const added = change[`+c${i}`]
        expected[`c${i}`] = added === undefined ? (`c${i}` in change ? change[`c${i}`]! : 1000) : 1000 + added
      }
      expect(stored[id]).toEqual(expected)
    }
  }
})

test('a bulk update hits a row with a version only where the token is the same', async () => {
  await world.query(
    "INSERT INTO optionsTable (id, `given name`, `left`, code, token, version) VALUES (1, 'a', 1, 'x', '', 18446744073709551615), (2, 'a', 2, 'y', '', 5)",
  )
  const affected = await run('Options', [
    [[1], { firstName: 'b', version: 8, '=version': '18446744073709551615' }],
    [[2], { firstName: 'b', version: 9, '=version': 6 }],
  ])
  expect(affected).toBe(1)
  expect(await world.query('SELECT `given name` AS name, version FROM optionsTable ORDER BY id')).toEqual([
    { name: 'b', version: '8' },
    { name: 'a', version: '5' },
  ])
})

describe('keys', () => {
  const uuid = (n: number) => `0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c000${n}`

  test('composite keys and UUIDs find their rows', async () => {
    await world.query(`INSERT INTO documents (id, title) VALUES ('${uuid(1)}', 'a'), ('${uuid(2)}', 'b')`)
    await world.query(
      `INSERT INTO memberships (document_id, place) VALUES ('${uuid(1)}', -1), ('${uuid(1)}', 2), ('${uuid(2)}', 2)`,
    )
    expect(
      await run('Membership', [
        [[uuid(1), 2], { '+hits': 3 }],
        [[uuid(2), 2], { hits: 4 }],
      ]),
    ).toBe(2)
    expect(await world.query('SELECT place, hits FROM memberships ORDER BY document_id, place')).toEqual([
      { place: -1, hits: 0 },
      { place: 2, hits: 3 },
      { place: 2, hits: 4 },
    ])
    const [gone] = await world.mysql.execute<ResultSetHeader>(tableSql(modelNamed(models, 'Membership')).deleteMany!, [
      JSON.stringify([
        [uuid(1), -1],
        [uuid(2), 2],
        [uuid(2), 3],
      ]),
    ])
    expect(gone.affectedRows).toBe(2)
  })

  test('binary keys find their rows', async () => {
    await world.query(
      "INSERT INTO blobbed (`key`) VALUES (x'00000000000000000000000000000001'), (x'ff000000000000000000000000000001')",
    )
    const key = Buffer.from('ff000000000000000000000000000001', 'hex').toString('base64')
    expect(await run('Blobbed', [[[key], { count: 1 }]])).toBe(1)
    const [gone] = await world.mysql.execute<ResultSetHeader>(tableSql(modelNamed(models, 'Blobbed')).deleteMany!, [
      JSON.stringify([[key]]),
    ])
    expect(gone.affectedRows).toBe(1)
  })

  test('a key that compares under a collation has no bulk statement', () => {
    const sql = tableSql(modelNamed(models, 'Latin'))
    expect(sql.updateMany).toBeUndefined()
    expect(sql.deleteMany).toBeUndefined()
  })
})

test('bulk statements look rows up by their key, however small the table', async () => {
  for (const name of ['Everything', 'Document', 'Membership', 'Blobbed']) {
    const { updateMany, deleteMany } = tableSql(modelNamed(models, name))
    for (const sql of [updateMany!.forms[0]!.sql, deleteMany!]) {
      const plan = await world.query<{ table: string; key: string | null }>(`EXPLAIN ${sql.replace('?', "'[]'")}`)
      expect(plan.map(({ table, key }) => [table, key])).toEqual([
        ['j', null],
        ['t', 'PRIMARY'],
      ])
    }
  }
})

test('an insert takes every column that is not computed or left to MySQL', async () => {
  const { insert, insertRow } = tableSql(modelNamed(models, 'Membership'))
  await world.query(`INSERT INTO documents (id, title) VALUES ('${'d'.repeat(36)}', 'a')`)
  const values = ['d'.repeat(36), 1, 2, '1.500']
  await world.mysql.execute(`${insert} ${insertRow},${insertRow}`, [...values, 'd'.repeat(36), 2, 3, null])
  expect(await world.query(`SELECT weight FROM memberships WHERE document_id LIKE 'd%' ORDER BY place`)).toEqual([
    { weight: '1.500' },
    { weight: null },
  ])
  expect(tableSql(modelNamed(models, 'Options')).insert).not.toMatch(/`id`|`total`|`half`/)
})
