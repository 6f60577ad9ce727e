import type { Table } from '../../entity/index.js'
import { MissingRowError, VersionConflictError } from '../../errors.js'
import type { PlannedRow, PlannedStatement } from '../../ports.js'
import type { StatementContext } from './context.js'
import { sum } from './insert.js'
import { type FieldColumn, parameter, quoteName, shapeColumns } from './shape-columns.js'
import { updateManyStatement } from './update-many.js'

/**
 * Throws MissingRowError or VersionConflictError where a row was not found as it should be; of many rows in one
 * statement MissingRowError stands for both.
 */
export async function runUpdate(statement: PlannedStatement, context: StatementContext): Promise<void> {
  const table = context.table(statement.entity)
  const many = statement.rows.length > 1 ? updateManyStatement(statement.rows, table, context.ids) : undefined
  if (many === undefined) {
    for (const row of statement.rows) await updateOne(row, table, context)
    return
  }
  const { affectedRows } = await context.session.execute(many.sql, [many.parameter])
  if (affectedRows !== statement.rows.length) throw new MissingRowError(statement.entity)
}

async function updateOne(row: PlannedRow, table: Table, context: StatementContext): Promise<void> {
  const { key, set, add, match } = shapeColumns(row.event.shape, table)
  if (set.length + add.length === 0) return
  const changes = [...set.map(({ name }) => `${name} = ?`), ...add.map(sum)]
  const sql = `UPDATE ${quoteName(table.definition.table)} SET ${changes.join(', ')} WHERE ${condition([...key, ...match])}`
  const values = [...set, ...add, ...key, ...match].map((field) => parameter(field, row, context.ids))
  const { affectedRows } = await context.session.query(sql, values)
  if (affectedRows > 0) return
  if (match.length > 0 && (await exists(key, row, table, context))) {
    throw new VersionConflictError(statementEntity(row), keyText(key, row))
  }
  if (context.missingRows === 'fail') throw new MissingRowError(statementEntity(row), keyText(key, row))
}

async function exists(
  key: readonly FieldColumn[],
  row: PlannedRow,
  table: Table,
  { session, ids }: StatementContext,
): Promise<boolean> {
  const sql = `SELECT 1 FROM ${quoteName(table.definition.table)} WHERE ${condition(key)}`
  const found = await session.rows(
    sql,
    key.map((field) => parameter(field, row, ids)),
  )
  return found.length > 0
}

export function condition(fields: readonly FieldColumn[]): string {
  return fields.map(({ name }) => `${name} = ?`).join(' AND ')
}

const statementEntity = ({ event }: PlannedRow): string => event.shape.entity

function keyText(key: readonly FieldColumn[], row: PlannedRow): string {
  return key.map(({ index }) => JSON.stringify(row.event.values[index])).join(', ')
}
