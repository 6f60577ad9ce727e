import { expect, test } from 'vitest'
import { bareType } from '../../codegen/emit/typescript-type.js'
import { readEntities } from '../../codegen/generate.js'
import type { ColumnModel } from '../../codegen/model/index.js'
import { columnTypeSql } from '../../codegen/sql/column-type-sql.js'
import { BUILDERS } from '../../codegen/validate/builders.js'
import { managedSection } from '../support/managed-section.js'

/** One line of the table each; together they show every builder but `ref`, whose type is its target's. */
const EXAMPLES = [
  'id()',
  'tinyint()',
  'smallint()',
  'mediumint()',
  'int()',
  'int().unsigned()',
  'bigint()',
  'bigint().asNumber()',
  'bigint().asString()',
  'decimal(10, 2)',
  'float()',
  'double()',
  'bool()',
  'bit(8)',
  'char(2)',
  'varchar(100)',
  'tinytext()',
  'text()',
  'mediumtext()',
  'longtext()',
  'binary(16)',
  'varbinary(255)',
  'tinyblob()',
  'blob()',
  'mediumblob()',
  'longblob()',
  'date()',
  'time()',
  'year()',
  'datetime()',
  'datetime(6)',
  'timestamp()',
  "enumOf('admin', 'member')",
  "setOf('red', 'green')",
  'json<Settings>()',
  'uuid()',
] as const

function columns(): readonly ColumnModel[] {
  const names = [...BUILDERS.keys()].join(', ')
  const key = "import { Settings } from './settings.js'\n"
  const text = EXAMPLES.map((example, index) => `  c${index}: ${example},`).join('\n')
  const source = `import { defineEntity, ${names} } from 'orm-gen/schema'\n${key}export const A = defineEntity('a', {\n${text}\n})\n`
  return readEntities([{ path: 'a.ts', text: source }]).entities[0]?.columns ?? []
}

test('docs/schema-reference.md shows every builder with its SQL and its TypeScript type', () => {
  const shown = columns()
  const rows = EXAMPLES.map((example, index) => {
    const column = shown[index]
    if (column === undefined) throw new Error(`${example} was not read`)
    const type = bareType(column).replaceAll('|', '\\|')
    return `| \`${example}\` | \`${columnTypeSql(column.type)}\` | \`${type}\` |\n`
  })
  const expected = `| builder | MySQL | TypeScript |\n|---|---|---|\n${rows.join('')}`
  expect(managedSection('docs/schema-reference.md', 'builders', expected)).toBe(expected)
  const missing = [...BUILDERS.keys()].filter(
    (name) => name !== 'ref' && !EXAMPLES.some((text) => text.startsWith(name)),
  )
  expect(missing).toEqual([])
})
