import type { ColumnModel, EntityModel } from '../model/index.js'
import { columnTypeSql, hasCharset } from './column-type-sql.js'
import { defaultSql } from './default-sql.js'
import { quoteName, quoteText } from './quote.js'

/** The entities of one database, by name: what a reference needs to take its parent's type whole. */
export type EntityIndex = ReadonlyMap<string, EntityModel>

export interface Charset {
  readonly charset: string
  /** The charset's default when absent. */
  readonly collation?: string
}

/** A column as `CREATE TABLE` and `ADD COLUMN` take it, for a table with these defaults. */
export function columnSql(
  column: ColumnModel,
  entity: EntityModel,
  entities: EntityIndex,
  table: Charset = entity,
): string {
  return [
    quoteName(column.column),
    columnTypeSql(column.type),
    ownCharset(column, charsetOf(column, entity, entities), table),
    ...(column.generated === undefined
      ? [
          column.nullable ? 'NULL' : 'NOT NULL',
          column.default === undefined ? null : `DEFAULT ${defaultSql(column.default, column.type)}`,
          column.id === 'autoIncrement' ? 'AUTO_INCREMENT' : null,
        ]
      : [`GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? 'STORED' : 'VIRTUAL'}`]),
    column.comment === undefined ? null : `COMMENT ${quoteText(column.comment)}`,
  ]
    .filter((part) => part !== null)
    .join(' ')
}

/** The charset and collation of a text column: its table's, for a reference its parent's. */
export function charsetOf(column: ColumnModel, entity: EntityModel, entities: EntityIndex): Charset {
  const parent = column.reference === undefined ? undefined : entities.get(column.reference.entity)
  const key = parent?.columns.find((candidate) => candidate.property === column.reference?.targetProperty)
  if (parent !== undefined && key !== undefined) return charsetOf(key, parent, entities)
  return { charset: entity.charset, ...(entity.collation === undefined ? {} : { collation: entity.collation }) }
}

/** A foreign key wants both of its sides alike; a column that is like its table says nothing. */
function ownCharset(column: ColumnModel, { charset, collation }: Charset, table: Charset): string | null {
  if (!hasCharset(column.type)) return null
  if (charset === table.charset && collation === table.collation) return null
  return `CHARACTER SET ${charset}${collation === undefined ? '' : ` COLLATE ${collation}`}`
}
