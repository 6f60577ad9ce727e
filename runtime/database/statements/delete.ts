import type { Table } from '../../entity/index.js'
import type { PlannedRow, PlannedStatement } from '../../ports.js'
import type { StatementContext } from './context.js'
import { parameter, quoteName, shapeColumns } from './shape-columns.js'
import { condition } from './update.js'

/** Deleting a row that is gone is fine. */
export async function runDelete({ entity, rows }: PlannedStatement, context: StatementContext): Promise<void> {
  const table = context.table(entity)
  const { deleteMany } = table.definition.sql
  if (rows.length > 1 && deleteMany !== undefined) {
    await context.session.execute(deleteMany, [JSON.stringify(rows.map((row) => keyTexts(row, table, context)))])
    return
  }
  for (const row of rows) {
    const { key } = shapeColumns(row.event.shape, table)
    const sql = `DELETE FROM ${quoteName(table.definition.table)} WHERE ${condition(key)}`
    await context.session.query(
      sql,
      key.map((field) => parameter(field, row, context.ids)),
    )
  }
}

function keyTexts(row: PlannedRow, table: Table, { ids }: StatementContext): string[] {
  const { key } = shapeColumns(row.event.shape, table)
  const byProperty = new Map(key.map(({ column, index }) => [column.property, index]))
  return table.key.map(({ property }) => String(ids.resolve(row.event.values[byProperty.get(property)!]!, row)))
}
