import type { ColumnModel, EntityModel } from '../model/index.js'
import { keyColumns, keyMatch } from './key-match.js'
import { quoteName } from './quote.js'
import { type UpdateManySql, updateMany } from './update-many.js'

/** The statements of one table: the same shape as the runtime's `TableSql`, where it is described. */
export interface TableSql {
  readonly select: string
  readonly whereKey: string
  readonly insert: string
  readonly insertRow: string
  readonly updateMany?: UpdateManySql
  readonly deleteMany?: string
}

export function tableSql(entity: EntityModel): TableSql {
  const table = quoteName(entity.table)
  const names = (columns: readonly ColumnModel[]) => columns.map((column) => quoteName(column.column)).join(',')
  const written = entity.columns.filter((column) => column.generated === undefined && column.id !== 'autoIncrement')
  const update = updateMany(entity)
  const remove = deleteMany(entity)
  return {
    select: `SELECT ${entity.columns.map(selected).join(',')} FROM ${table}`,
    whereKey: keyColumns(entity)
      .map((column) => `${quoteName(column.column)}=?`)
      .join(' AND '),
    insert: `INSERT INTO ${table} (${names(written)}) VALUES`,
    insertRow: `(${written.map(() => '?').join(',')})`,
    ...(update === undefined ? {} : { updateMany: update }),
    ...(remove === undefined ? {} : { deleteMany: remove }),
  }
}

/** The server writes a FLOAT as text with six digits, which are not enough; a double comes whole. */
function selected({ column, type }: ColumnModel): string {
  const name = quoteName(column)
  return type.kind === 'float' ? `${name}+0e0 AS ${name}` : name
}

function deleteMany(entity: EntityModel): string | undefined {
  const key = keyMatch(entity, 0)
  if (key === undefined) return undefined
  return (
    `DELETE t FROM JSON_TABLE(?, '$[*]' COLUMNS (${key.columns.join(', ')})) j ` +
    `STRAIGHT_JOIN ${quoteName(entity.table)} t FORCE INDEX (PRIMARY) ON ${key.condition}`
  )
}
