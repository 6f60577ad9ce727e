import type { ColumnModel, EntityModel } from '../model/index.js'
import { type TableSql, tableSql } from '../sql/index.js'
import type { Block } from './lines.js'
import { literal, type Printable, quoted } from './literal.js'

/** `const table = defineTable({ ... })`: everything the runtime knows of the entity. */
export function tableLiteral(entity: EntityModel): Block[] {
  const uniques = entity.uniques.map((key) => key.properties)
  return [
    'const table = defineTable({',
    [
      `entity: ${quoted(entity.name)},`,
      `table: ${quoted(entity.table)},`,
      `pool: ${quoted(entity.pool)},`,
      entity.stream === undefined ? null : `stream: ${quoted(entity.stream)},`,
      `key: ${literal(entity.key)},`,
      'columns: [',
      entity.columns.map((column) => `${literal(columnLiteral(column), 4)},`),
      '],',
      `uniques: ${literal(uniques, 11)},`,
      entity.coalesce ? null : 'coalesce: false,',
      'sql: {',
      sqlMembers(tableSql(entity)),
      '},',
    ],
    '})',
  ]
}

function sqlMembers(sql: TableSql): Block[] {
  const members: { [name in keyof TableSql]: Printable | undefined } = {
    ...sql,
    updateMany: sql.updateMany && { ...sql.updateMany },
  }
  return Object.entries(members).flatMap(([name, member]) =>
    member === undefined ? [] : [`${name}: ${literal(member, 4)},`],
  )
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
