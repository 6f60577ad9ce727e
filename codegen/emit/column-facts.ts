import type { ColumnModel, ColumnType, EntityModel } from '../model/index.js'

/** Where a column's value comes from, and so which parts of the class it has. */
export type ColumnRole = 'sequence' | 'autoIncrement' | 'uuid' | 'key' | 'version' | 'generated' | 'plain'

export function columnRole(column: ColumnModel, entity: EntityModel): ColumnRole {
  if (column.generated !== undefined) return 'generated'
  if (column.version) return 'version'
  if (column.id !== undefined) return column.id
  return entity.key.includes(column.property) ? 'key' : 'plain'
}

/** Whether the constructor takes it: neither the database nor orm-gen fills it. */
export function isInput(column: ColumnModel, entity: EntityModel): boolean {
  const role = columnRole(column, entity)
  return role === 'plain' || role === 'key'
}

/** Whether the constructor can do without it. */
export function isOptional(column: ColumnModel): boolean {
  return column.nullable || column.default !== undefined || column.onUpdateNow === true
}

/** Whether it can be changed after construction. */
export function isMutable(column: ColumnModel, entity: EntityModel): boolean {
  return columnRole(column, entity) === 'plain'
}

/** Whether `increment` takes it. */
export function isNumeric(column: ColumnModel, entity: EntityModel): boolean {
  return isMutable(column, entity) && column.reference === undefined && NUMERIC.has(column.type.kind)
}

const NUMERIC: ReadonlySet<ColumnType['kind']> = new Set([
  'tinyint',
  'smallint',
  'mediumint',
  'int',
  'bigint',
  'decimal',
  'float',
  'double',
])
