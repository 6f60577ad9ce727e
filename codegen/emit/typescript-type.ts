import type { ColumnModel, EntityModel } from '../model/index.js'
import { columnRole } from './column-facts.js'
import { quoted } from './literal.js'

/** The finest fraction of a second that `Date` holds, in decimals. */
const DATE_PRECISION = 3

/** The column's TypeScript type without null: `'admin' | 'member'`. */
export function bareType(column: Pick<ColumnModel, 'type' | 'jsonType'>): string {
  const { type } = column
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'float':
    case 'double':
    case 'year':
      return 'number'
    case 'bigint':
      return type.as ?? 'bigint'
    case 'bit':
      return 'bigint'
    case 'bool':
      return 'boolean'
    case 'decimal':
    case 'char':
    case 'varchar':
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
    case 'date':
    case 'time':
    case 'uuid':
      return 'string'
    case 'datetime':
    case 'timestamp':
      return type.precision > DATE_PRECISION ? 'string' : 'Date'
    case 'binary':
    case 'varbinary':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
      return 'Uint8Array'
    case 'enum':
      return type.values.map(quoted).join(' | ')
    case 'set':
      return `readonly (${type.values.map(quoted).join(' | ')})[]`
    case 'json':
      return column.jsonType?.text ?? 'unknown'
  }
}

/** What the constructor and the setter take: with null where the column takes NULL. */
export function writtenType(column: ColumnModel): string {
  return orNull(column, bareType(column))
}

/** What the getter gives: undefined too, where only MySQL knows the value before it is read back. */
export function readType(column: ColumnModel, entity: EntityModel): string {
  const role = columnRole(column, entity)
  const type = writtenType(column)
  return role === 'autoIncrement' || role === 'generated' ? `${type} | undefined` : type
}

/** What a reference takes: an entity or its key. */
export function referenceType(column: ColumnModel, entity: string): string {
  return orNull(column, `${entity}Entity | ${bareType(column)}`)
}

/** The type of the key; for a composite key an object of its properties. */
export function keyType(entity: EntityModel): string {
  const columns = entity.key.flatMap((property) => entity.columns.find((column) => column.property === property) ?? [])
  const [only, ...others] = columns
  if (only !== undefined && others.length === 0) return bareType(only)
  return `{ ${columns.map((column) => `${column.property}: ${bareType(column)}`).join('; ')} }`
}

function orNull(column: ColumnModel, type: string): string {
  return column.nullable ? `${needsParentheses(type) ? `(${type})` : type} | null` : type
}

/** Types of authors can be functions or conditions, which `| null` would otherwise become a part of. */
const needsParentheses = (type: string) => /=>|\?|\bextends\b/.test(type) && !/^[{[]/.test(type)
