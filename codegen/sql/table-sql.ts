import type { ColumnModel, EntityModel } from '../model/index.js'

/** Statements and fragments of one entity: the same shape as `TableSql` of the runtime. */
export interface TableSql {
  readonly select: string
  readonly whereKey: string
  readonly insert: string
  readonly insertRow: string
  readonly updateMany?: string
  readonly deleteMany?: string
}

export function tableSql(entity: EntityModel): TableSql {
  const table = quote(entity.table)
  const written = entity.columns.filter((column) => column.generated === undefined && column.id !== 'autoIncrement')
  const keys = entity.columns.filter((column) => entity.key.includes(column.property))
  return {
    select: `SELECT ${columnList(entity.columns)} FROM ${table}`,
    whereKey: keys.map((column) => `${quote(column.column)}=?`).join(' AND '),
    insert: `INSERT INTO ${table} (${columnList(written)}) VALUES`,
    insertRow: `(${written.map(() => '?').join(',')})`,
  }
}

const columnList = (columns: readonly ColumnModel[]) => columns.map(({ column }) => quote(column)).join(', ')

const quote = (identifier: string) => `\`${identifier.replaceAll('`', '``')}\``
