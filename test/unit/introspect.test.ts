import { describe, expect, test } from 'vitest'
import { diff, pull, type RunQuery, readDatabase } from '../../codegen/introspect/index.js'
import { modelsOf } from '../support/schema-models.js'

type Row = Readonly<Record<string, unknown>>

/** Answers as MySQL 8.0 does for one table `things`; nothing here runs on a server. */
function mysql8(columns: readonly Row[], indexes: readonly Row[] = []): RunQuery {
  const facts = {
    table_name: 'things',
    nullable: 'NO',
    printed_default: null,
    extra: '',
    comment: '',
    expression: '',
    charset: null,
    collation: null,
  }
  const answers: readonly (readonly [table: string, rows: readonly Row[]])[] = [
    ['VERSION()', [{ version: '8.0.36', lower_case: 0 }]],
    ['CHARACTER_SETS', [{ charset: 'utf8mb4', collation: 'utf8mb4_0900_ai_ci' }]],
    ['information_schema.TABLES', [{ name: 'things', engine: 'InnoDB', comment: '', collation: 'utf8mb4_0900_ai_ci' }]],
    ['information_schema.COLUMNS', columns.map((column) => ({ ...facts, ...column }))],
    ['CHECK_CONSTRAINTS', []],
    [
      'STATISTICS',
      [
        { table_name: 'things', name: 'PRIMARY', non_unique: 0, column_name: 'id', prefix: null, kind: 'BTREE' },
        ...indexes,
      ],
    ],
    ['KEY_COLUMN_USAGE', []],
    ['TRIGGERS', []],
  ]
  return async (sql) => answers.find(([table]) => sql.includes(table))![1]
}

const TEXT = { charset: 'utf8mb4', collation: 'utf8mb4_0900_ai_ci' }
const ID = { name: 'id', type_text: 'bigint unsigned' }

test('what MySQL 8 prints of a table is read as what the schema says', async () => {
  const models = modelsOf(`
    import { bit, bool, char, datetime, decimal, defineEntity, enumOf, id, int, json, setOf, text, uuid, varchar } from 'orm-gen/schema'
    export const Thing = defineEntity('things', {
      id: id(), name: varchar(20).default("it's"), empty: varchar(5).default(''), count: int().unsigned().default(0), price: decimal(10, 2).default('1.5'),
      active: bool().default(true), flags: bit(4).default(5n), note: text().default("it's \\\\ long"), state: enumOf('a', "it's").default("it's"),
      days: setOf('x', 'y').default(['y', 'x']), payload: json().default({ b: 1, a: "it's" }), at: datetime().defaultNow(),
      seen: datetime().nullable().onUpdateNow(), code: char(3).nullable(), token: uuid(), full: varchar(40).nullable().generatedAs("concat(name, ' ', code)", 'stored'),
    })`)
  const database = await readDatabase(
    mysql8([
      ID,
      { name: 'name', type_text: 'varchar(20)', printed_default: "it's", ...TEXT },
      { name: 'empty', type_text: 'varchar(5)', printed_default: '', ...TEXT },
      { name: 'count', type_text: 'int unsigned', printed_default: '0' },
      { name: 'price', type_text: 'decimal(10,2)', printed_default: '1.50' },
      { name: 'active', type_text: 'tinyint(1)', printed_default: '1' },
      { name: 'flags', type_text: 'bit(4)', printed_default: "b'101'" },
      {
        name: 'note',
        type_text: 'text',
        printed_default: String.raw`_utf8mb4\'it\\\'s \\\\ long\'`,
        extra: 'DEFAULT_GENERATED',
        ...TEXT,
      },
      { name: 'state', type_text: "enum('a','it''s')", printed_default: "it's", ...TEXT },
      { name: 'days', type_text: "set('x','y')", printed_default: 'x,y', ...TEXT },
      {
        name: 'payload',
        type_text: 'json',
        printed_default: String.raw`_utf8mb4\'{"a":"it\\\'s","b":1}\'`,
        extra: 'DEFAULT_GENERATED',
      },
      { name: 'at', type_text: 'datetime(3)', printed_default: 'CURRENT_TIMESTAMP(3)', extra: 'DEFAULT_GENERATED' },
      { name: 'seen', type_text: 'datetime(3)', nullable: 'YES', extra: 'on update CURRENT_TIMESTAMP(3)' },
      { name: 'code', type_text: 'char(3)', nullable: 'YES', ...TEXT },
      { name: 'token', type_text: 'char(36)', charset: 'ascii', collation: 'ascii_bin' },
      {
        name: 'full',
        type_text: 'varchar(40)',
        nullable: 'YES',
        extra: 'STORED GENERATED',
        expression: "concat(`name`,_utf8mb4\\' \\',`code`)",
        ...TEXT,
      },
    ]),
  )
  expect(diff(models, database)).toEqual({ additions: [], changes: [] })
  const [file] = pull(database).files
  expect(file!.text).toContain(
    "full: varchar(40).nullable().generatedAs(\"concat(`name`,_utf8mb4' ',`code`)\", 'stored'),",
  )
  expect(file!.text).toContain('seen: datetime().nullable().onUpdateNow(),')
  expect(diff(modelsOf(file!.text), database)).toEqual({ additions: [], changes: [] })
})

test('columns that are called like members of every object get another property', async () => {
  const { files } = pull(
    await readDatabase(
      mysql8(['value_of', 'to_string', 'revert'].map((name) => ({ name, type_text: 'int' })).concat(ID)),
    ),
  )
  expect(modelsOf(files[0]!.text)[0]!.columns.map(({ property, column }) => [property, column])).toEqual([
    ['id', 'id'],
    ['valueOf2', 'value_of'],
    ['toString2', 'to_string'],
    ['revert2', 'revert'],
  ])
})

test('keys over expressions and prefixes are no keys that a schema can rely on', async () => {
  const index = { table_name: 'things', non_unique: 0, kind: 'BTREE', prefix: null }
  const database = await readDatabase(
    mysql8(
      [ID, { name: 'name', type_text: 'varchar(20)', ...TEXT }],
      [
        { ...index, name: 'low', column_name: null },
        { ...index, name: 'start', column_name: 'name', prefix: 4 },
      ],
    ),
  )
  const models = modelsOf(`
    import { defineEntity, id, varchar } from 'orm-gen/schema'
    export const Thing = defineEntity('things', { id: id(), name: varchar(20).unique() })`)
  const { additions, changes } = diff(models, database)
  expect(additions.map(({ words }) => words)).toEqual(['the unique key (name) is missing'])
  expect(changes).toHaveLength(1)
  expect(pull(database).warnings.map(({ words }) => words)).toEqual([
    'UNIQUE KEY low (): an expression',
    'UNIQUE KEY start (name): a prefix of name',
  ])
})

describe('names of entities', () => {
  test.each([
    ['order_items', 'OrderItem'],
    ['categories', 'Category'],
    ['addresses', 'Address'],
    ['statuses', 'Status'],
    ['news', 'News'],
    ['people', 'Person'],
    ['boxes', 'Box'],
    ['houses', 'House'],
    ['AspNetUsers', 'AspNetUser'],
    ['2fa_codes', '_2faCode'],
  ])('%s -> %s', async (table, entity) => {
    const query = mysql8([ID])
    const renamed: RunQuery = async (sql) =>
      (await query(sql)).map((row) => ({
        ...row,
        ...('table_name' in row ? { table_name: table } : {}),
        ...(row.engine ? { name: table } : {}),
      }))
    const [file] = pull(await readDatabase(renamed)).files
    expect(file!.text).toContain(`export const ${entity} = defineEntity('${table}', {`)
  })
})
