import type { TableDefinition } from '../../entity/table.js'
import { MissingRowError, VersionConflictError } from '../../errors.js'
import type { PlannedRow, PlannedStatement } from '../../ports.js'
import type { SqlValue } from '../session.js'
import type { StatementContext } from './context.js'
import { amountPlaceholder } from './insert.js'
import { type FieldColumn, quoteName, shapeColumns } from './shape-columns.js'

/** Throws MissingRowError or VersionConflictError where a row was not found as it should be. */
export async function runUpdate(statement: PlannedStatement, context: StatementContext): Promise<void> {
  const table = context.table(statement.entity)
  for (const row of statement.rows) await updateOne(row, table, context)
}

async function updateOne(row: PlannedRow, table: TableDefinition, context: StatementContext): Promise<void> {
  const { key, set, add, match } = shapeColumns(row.event.shape, table)
  if (set.length + add.length === 0) return
  const changes = [
    ...set.map(({ name }) => `${name} = ?`),
    ...add.map((field) => `${field.name} = ${field.name} + ${amountPlaceholder(field)}`),
  ]
  const conditions = [...key, ...match].map(({ name }) => `${name} = ?`)
  const sql = `UPDATE ${quoteName(table.table)} SET ${changes.join(', ')} WHERE ${conditions.join(' AND ')}`
  const { affectedRows } = await context.session.execute(
    sql,
    valuesOf([...set, ...add, ...key, ...match], row, context),
  )
  if (affectedRows > 0) return
  if (match.length > 0 && (await exists(key, row, table, context))) {
    throw new VersionConflictError(table.entity, keyText(key, row))
  }
  if (context.missingRows === 'fail') throw new MissingRowError(table.entity, keyText(key, row))
}

async function exists(
  key: readonly FieldColumn[],
  row: PlannedRow,
  table: TableDefinition,
  context: StatementContext,
): Promise<boolean> {
  const sql = `SELECT 1 FROM ${quoteName(table.table)} WHERE ${key.map(({ name }) => `${name} = ?`).join(' AND ')}`
  return (await context.session.rows(sql, valuesOf(key, row, context))).length > 0
}

function valuesOf(fields: readonly FieldColumn[], row: PlannedRow, { ids }: StatementContext): SqlValue[] {
  return fields.map((field) => field.toParameter(ids.resolve(row.event.values[field.index]!, row)))
}

function keyText(key: readonly FieldColumn[], row: PlannedRow): string {
  return key.map(({ index }) => JSON.stringify(row.event.values[index])).join(', ')
}
