import type { PlannedStatement } from '../../ports.js'
import type { StatementContext } from './context.js'
import { quoteName, shapeColumns } from './shape-columns.js'

/** Deleting a row that is gone is fine. */
export async function runDelete(statement: PlannedStatement, context: StatementContext): Promise<void> {
  const table = context.table(statement.entity)
  for (const row of statement.rows) {
    const { key } = shapeColumns(row.event.shape, table)
    const conditions = key.map(({ name }) => `${name} = ?`).join(' AND ')
    const values = key.map((field) => field.toParameter(context.ids.resolve(row.event.values[field.index]!, row)))
    await context.session.execute(`DELETE FROM ${quoteName(table.table)} WHERE ${conditions}`, values)
  }
}
