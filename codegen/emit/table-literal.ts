import type { ColumnModel, EntityModel } from '../model/index.js'
import { tableSql } from '../sql/index.js'
import type { Block } from './lines.js'
import { literal, type Printable } from './literal.js'

/** `const table = defineTable({ ... })`: everything the runtime knows of the entity. */
export function tableLiteral(entity: EntityModel): Block[] {
  const { updateMany, ...sql } = tableSql(entity)
  const table: Printable = {
    entity: entity.name,
    table: entity.table,
    pool: entity.pool,
    stream: entity.stream,
    charset: entity.charset === 'utf8mb4' ? undefined : entity.charset,
    key: entity.key,
    columns: entity.columns.map(columnLiteral),
    uniques: entity.uniques.map((key) => key.properties),
    coalesce: entity.coalesce ? undefined : false,
    sql: { ...sql, updateMany: updateMany && { ...updateMany } },
  }
  return [`const table = defineTable(${literal(table)})`]
}

function columnLiteral(column: ColumnModel): Printable {
  const { reference } = column
  return {
    property: column.property,
    column: column.column,
    type: { ...column.type },
    nullable: column.nullable || undefined,
    default: column.default === undefined ? undefined : { ...column.default },
    onUpdateNow: column.onUpdateNow,
    id: column.id,
    references: reference && {
      property: reference.property,
      entity: reference.entity,
      targetProperty: reference.targetProperty,
      onDelete: reference.onDelete,
      onUpdate: reference.onUpdate,
      foreignKey: reference.foreignKey || undefined,
    },
    generated: column.generated && true,
    sensitive: column.sensitive,
    softDelete: column.softDelete,
    version: column.version,
    renamedFrom: column.renamedFrom,
  }
}
