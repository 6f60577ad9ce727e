import type { ColumnModel, EntityModel } from '../model/index.js'
import { tableSql } from '../sql/index.js'
import { docComment } from './doc-comment.js'
import type { Block } from './lines.js'
import { Code, doubleQuoted, literal, type Printable } from './literal.js'

/** Where a literal starts that a function at the top level returns. */
const RETURNED = { indent: 2, lead: 'return '.length }

/** `function definition()`: everything the runtime knows of the entity. A function may stand below the class. */
export function definitionFunction(entity: EntityModel): Block[] {
  const table: Printable = {
    entity: entity.name,
    table: entity.table,
    pool: entity.pool,
    shards: entity.shards && { ...entity.shards },
    stream: entity.stream,
    key: entity.key,
    columns: entity.columns.map(columnLiteral),
    uniques: entity.uniques.map((key) => key.properties),
    coalesce: entity.coalesce ? undefined : false,
    removed: entity.removed,
    sql: new Code('sql()'),
  }
  return [
    ...docComment('What the runtime knows of the table.'),
    `function definition(): TableDefinition {\n  return ${literal(table, RETURNED)}\n}`,
  ]
}

/** `function sql()`: the statements, below everything that a reader looks for. */
export function sqlFunction(entity: EntityModel): Block[] {
  const { updateMany, ...others } = tableSql(entity)
  const statements: Printable = { ...others, updateMany: updateMany && { ...updateMany } }
  return [
    ...docComment('The statements of the table; values are placeholders.'),
    `function sql(): TableDefinition['sql'] {\n  return ${literal(statements, RETURNED, doubleQuoted)}\n}`,
  ]
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
