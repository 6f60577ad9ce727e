import type { TableDefinition } from '../../entity/table.js'
import type { PlannedRow, PlannedStatement } from '../../ports.js'
import type { SqlSession, SqlValue, WriteResult } from '../session.js'
import type { StatementContext } from './context.js'
import { type FieldColumn, quoteName, type ShapeColumns, shapeColumns } from './shape-columns.js'

/** Prepared once a connection; what is left of a batch goes as text, which costs less than many round trips. */
const PREPARED_ROWS = 500
const MAX_PLACEHOLDERS = 65_535

/**
 * Insert, upsert and insertIgnore. INSERT IGNORE is not used, because it hides every error; a duplicate is ignored by
 * assigning a key column to itself.
 */
export async function runInsert(statement: PlannedStatement, context: StatementContext): Promise<void> {
  const table = context.table(statement.entity)
  const form = insertForm(statement, table)
  const idColumn = table.columns.find(({ id }) => id === 'autoIncrement')
  const { rows } = statement
  const runsSingly =
    form.rowAmounts.length > 0 || (idColumn !== undefined && !hasConsecutiveIds(statement, context.session))
  const chunk = runsSingly ? 1 : chunkRows(form.columns.length)
  for (let start = 0; start < rows.length; start += chunk) {
    const part = rows.slice(start, start + chunk)
    const result = await sendRows(part, chunk, form, context)
    if (idColumn !== undefined) recordIds(part, form, result, context)
  }
}

interface InsertForm {
  readonly head: string
  readonly row: string
  readonly tail: string
  readonly columns: readonly FieldColumn[]
  /** Amounts of an upsert, bound behind the row: such rows go one by one. */
  readonly rowAmounts: readonly FieldColumn[]
}

function insertForm({ operation, rows }: PlannedStatement, table: TableDefinition): InsertForm {
  const shape = shapeColumns(rows[0]!.event.shape, table)
  const columns = [...shape.key, ...shape.set, ...startValues(shape)]
  const names = columns.map(({ name }) => name).join(', ')
  const rowAmounts = operation === 'upsert' ? shape.add : []
  return {
    head: `INSERT INTO ${quoteName(table.table)} (${names}) VALUES `,
    row: `(${columns.map(() => '?').join(', ')})`,
    tail: operation === 'insert' ? '' : ` ON DUPLICATE KEY UPDATE ${assignments(operation, shape, table)}`,
    columns,
    rowAmounts,
  }
}

/** What a new row starts with: defaults, and amounts where nothing else says. */
function startValues({ init, add }: ShapeColumns): FieldColumn[] {
  const started = new Set(init.map(({ name }) => name))
  return [...init, ...add.filter(({ name }) => !started.has(name))]
}

function assignments(operation: PlannedStatement['operation'], shape: ShapeColumns, table: TableDefinition): string {
  const idColumn = table.columns.find(({ id }) => id === 'autoIncrement')
  const keyName = quoteName(table.columns.find(({ property }) => property === table.key[0])!.column)
  const changes =
    operation === 'insertIgnore'
      ? []
      : [
          ...shape.set.map(({ name }) => `${name} = VALUES(${name})`),
          ...shape.add.map((field) => `${field.name} = ${field.name} + ${amountPlaceholder(field)}`),
        ]
  // Tells the id of the row that was found, as an insert tells that of the row that it made.
  if (idColumn !== undefined)
    changes.push(`${quoteName(idColumn.column)} = LAST_INSERT_ID(${quoteName(idColumn.column)})`)
  return (changes.length === 0 ? [`${keyName} = ${keyName}`] : changes).join(', ')
}

/** A parameter arrives as a double or as text: without the cast a sum would lose what a double cannot hold. */
export function amountPlaceholder({ column }: FieldColumn): string {
  const { type } = column
  if (type.kind === 'float' || type.kind === 'double') return '?'
  return `CAST(? AS DECIMAL(65, ${type.kind === 'decimal' ? type.scale : 0}))`
}

function hasConsecutiveIds({ operation }: PlannedStatement, session: SqlSession): boolean {
  return operation === 'insert' && session.autoIncrementIncrement === 1
}

function chunkRows(columns: number): number {
  return Math.max(1, Math.min(PREPARED_ROWS, Math.floor(MAX_PLACEHOLDERS / columns)))
}

function sendRows(
  rows: readonly PlannedRow[],
  fullChunk: number,
  form: InsertForm,
  { session, ids }: StatementContext,
): Promise<WriteResult> {
  const values: SqlValue[] = []
  for (const row of rows) {
    for (const field of form.columns) values.push(field.toParameter(ids.resolve(row.event.values[field.index]!, row)))
    for (const field of form.rowAmounts)
      values.push(field.toParameter(ids.resolve(row.event.values[field.index]!, row)))
  }
  const isFixedShape = rows.length === fullChunk || rows.length === 1
  const sql = form.head + Array<string>(rows.length).fill(form.row).join(', ') + form.tail
  return isFixedShape ? session.execute(sql, values) : session.query(sql, values)
}

function recordIds(
  rows: readonly PlannedRow[],
  form: InsertForm,
  result: WriteResult,
  { ids }: StatementContext,
): void {
  const given = form.columns.find(({ column }) => column.id === 'autoIncrement')
  rows.forEach((row, index) => {
    const value = given === undefined ? null : row.event.values[given.index]
    if (value === null || value === undefined) ids.record(row, String(BigInt(result.insertId) + BigInt(index)))
    else ids.record(row, String(value))
  })
}
