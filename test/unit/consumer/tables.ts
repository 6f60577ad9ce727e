import type { ColumnDefinition, TableDefinition } from '../../../runtime/entity/table.js'

const id: ColumnDefinition = { property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, id: 'sequence' }
const number = (property: string): ColumnDefinition => ({
  property,
  column: property,
  type: { kind: 'int' },
  nullable: true,
})
const text = (property: string): ColumnDefinition => ({
  property,
  column: property,
  type: { kind: 'varchar', length: 100 },
  nullable: true,
})
const ref = (property: string, entity: string, onDelete: 'restrict' | 'cascade' | 'set null'): ColumnDefinition => ({
  property: `${property}Id`,
  column: `${property}_id`,
  type: { kind: 'bigint', unsigned: true },
  nullable: true,
  references: { property, entity, targetProperty: 'id', onDelete, onUpdate: 'restrict', foreignKey: true },
})

/** Its rows are told apart by case, as under a binary collation. */
const code: ColumnDefinition = { property: 'id', column: 'id', type: { kind: 'varchar', length: 10 } }

function table(
  entity: string,
  columns: readonly ColumnDefinition[],
  uniques: string[][] = [],
  key: ColumnDefinition = id,
): TableDefinition {
  return {
    entity,
    table: entity.toLowerCase(),
    pool: 'default',
    columns: [key, ...columns],
    key: ['id'],
    uniques,
    sql: { select: '', whereKey: '', insert: '', insertRow: '' },
  }
}

/** A small shop: enough for every kind of conflict. Tests of the pure core never run its SQL, so it has none. */
export const TABLES: readonly TableDefinition[] = [
  table('Team', [text('name')]),
  table('User', [text('email'), number('age'), number('logins'), ref('team', 'Team', 'restrict')], [['email']]),
  table('Order', [number('total'), ref('user', 'User', 'restrict')]),
  table('Note', [text('body'), ref('order', 'Order', 'cascade')]),
  table('Tag', [text('label')], [], code),
]
