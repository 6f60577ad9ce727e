import type { ColumnModel } from '../model/index.js'
import { charsetOf, columnSql, columnTypeSql, hasCharset, quoteName } from '../sql/index.js'
import { type ComparedTable, type Difference, tableCharset } from './difference.js'
import type { LiveColumn } from './live.js'
import { canonicalCharset, canonicalCollation, sameDefault, sameExpression } from './same-value.js'

export function diffColumns(table: ComparedTable): readonly Difference[] {
  const { entity, live } = table
  const known = new Set(entity.columns.map(({ column }) => column.toLowerCase()))
  return [
    ...entity.columns.flatMap((column) => {
      const found = live.columns.find(({ name }) => name.toLowerCase() === column.column.toLowerCase())
      return found === undefined ? [missing(column, table)] : changed(column, found, table)
    }),
    ...live.columns
      .filter((column) => !known.has(column.name.toLowerCase()))
      .flatMap((column) => unknown(column, table)),
  ]
}

function missing(column: ColumnModel, table: ComparedTable): Difference {
  const { entity } = table
  const isKey = entity.key.includes(column.property)
  return {
    table: entity.table,
    subject: 'column',
    effect: isKey ? 'changes' : 'adds',
    words: `the ${isKey ? 'key column' : 'column'} ${column.column} is missing`,
    sql: [`ALTER TABLE ${quoteName(entity.table)} ADD COLUMN ${definition(column, table)}`],
  }
}

function changed(column: ColumnModel, live: LiveColumn, table: ComparedTable): readonly Difference[] {
  const facts = columnFacts(column, live, table)
  if (facts.length === 0) return []
  const { entity } = table
  return [
    {
      table: entity.table,
      subject: 'column',
      effect: 'changes',
      words: `the column ${column.column} ${facts.join(', and ')}`,
      sql: [`ALTER TABLE ${quoteName(entity.table)} MODIFY COLUMN ${definition(column, table)}`],
    },
  ]
}

/** Predicates about the live column, in words. */
function columnFacts(column: ColumnModel, live: LiveColumn, table: ComparedTable): readonly string[] {
  const facts: string[] = []
  const wanted = columnTypeSql(column.type)
  if (live.type === undefined || columnTypeSql(live.type) !== wanted) {
    facts.push(`is ${live.typeText}, not ${wanted.toLowerCase()}`)
  } else if (hasCharset(column.type)) {
    const { charset, collation } = charsetOf(column, table.entity, table.entities)
    if (live.charset !== canonicalCharset(charset)) facts.push(`is in ${live.charset}, not ${charset}`)
    else if (collation !== undefined && live.collation !== canonicalCollation(collation)) {
      facts.push(`compares by ${live.collation}, not ${collation}`)
    }
  }
  if (column.generated === undefined) {
    if (live.generated !== undefined) facts.push('is computed, not written')
    if (live.nullable !== column.nullable) facts.push(live.nullable ? 'allows NULL' : 'does not allow NULL')
    if (!sameDefault(column, live)) facts.push(`has ${defaultInWords(live)}`)
    if (column.id === 'autoIncrement' && !live.autoIncrement) facts.push('is not AUTO_INCREMENT')
  } else if (live.generated === undefined) {
    facts.push('is written, not computed')
  } else {
    if (!sameExpression(column.generated.expression, live.generated.expression)) {
      facts.push(`is computed as ${live.generated.expression}`)
    }
    if (live.generated.stored !== column.generated.stored)
      facts.push(live.generated.stored ? 'is stored' : 'is virtual')
  }
  if (column.comment !== undefined && column.comment !== live.comment) facts.push('has another comment')
  return facts
}

/** Only what would break inserts: anything else may be another program's. */
function unknown(column: LiveColumn, { entity }: ComparedTable): readonly Difference[] {
  const fills =
    column.nullable || column.default !== undefined || column.generated !== undefined || column.autoIncrement
  if (fills) return []
  return [
    {
      table: entity.table,
      subject: 'column',
      effect: 'changes',
      words: `the schema does not know the column ${column.name}, which is NOT NULL without a default: inserts will fail`,
      sql: [`ALTER TABLE ${quoteName(entity.table)} DROP COLUMN ${quoteName(column.name)}`],
    },
  ]
}

function definition(column: ColumnModel, table: ComparedTable): string {
  return columnSql(column, table.entity, table.entities, tableCharset(table))
}

function defaultInWords(live: LiveColumn): string {
  if (live.default === undefined) return 'no default'
  if (live.default.kind === 'expression') return `the default ${live.default.sql}`
  const { value } = live.default
  if ('now' in value) return 'the current time as its default'
  return `the default ${typeof value.value === 'bigint' ? value.value : JSON.stringify(value.value)}`
}
