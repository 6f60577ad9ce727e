import type { Table } from '../../entity/index.js'
import type { PlannedRow, PlannedStatement } from '../../ports.js'
import type { SqlSession, SqlValue, WriteResult } from '../session.js'
import type { StatementContext } from './context.js'
import { type FieldColumn, parameter, quoteName, type ShapeColumns, shapeColumns } from './shape-columns.js'

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
  const { rows } = statement
  const chunk = form.amounts.length > 0 || !mayShareStatement(statement, form, context.session) ? 1 : chunkRows(form)
  for (let start = 0; start < rows.length; start += chunk) {
    const part = rows.slice(start, start + chunk)
    const result = await sendRows(part, chunk, form, context)
    if (form.generatesIds) recordIds(part, form, result, context)
  }
}

interface InsertForm {
  readonly head: string
  readonly row: string
  readonly tail: string
  readonly columns: readonly FieldColumn[]
  /** Of an upsert, bound behind the row: such rows go one by one. */
  readonly amounts: readonly FieldColumn[]
  readonly generatesIds: boolean
}

function insertForm({ operation, rows }: PlannedStatement, table: Table): InsertForm {
  const shape = shapeColumns(rows[0]!.event.shape, table)
  const columns = [...shape.key, ...shape.set, ...startValues(shape)]
  return {
    head: `INSERT INTO ${quoteName(table.definition.table)} (${columns.map(({ name }) => name).join(', ')}) VALUES `,
    row: `(${columns.map(() => '?').join(', ')})`,
    tail: operation === 'insert' ? '' : ` ON DUPLICATE KEY UPDATE ${assignments(operation, shape, table)}`,
    columns,
    amounts: operation === 'upsert' ? shape.add : [],
    generatesIds: table.key.some(isAutoIncrement),
  }
}

/** What a new row starts with: defaults, and amounts where nothing else says. */
function startValues({ init, add }: ShapeColumns): FieldColumn[] {
  const started = new Set(init.map(({ name }) => name))
  return [...init, ...add.filter(({ name }) => !started.has(name))]
}

function assignments(operation: PlannedStatement['operation'], shape: ShapeColumns, table: Table): string {
  const changes =
    operation === 'insertIgnore'
      ? []
      : [...shape.set.map(({ name }) => `${name} = VALUES(${name})`), ...shape.add.map(sum)]
  const generated = table.key.find(isAutoIncrement)
  const key = quoteName((generated ?? table.key[0]!).definition.column)
  // Tells the id of the row that was found, as an insert tells that of the row that it made.
  if (generated !== undefined) changes.push(`${key} = LAST_INSERT_ID(${key})`)
  else if (changes.length === 0) changes.push(`${key} = ${key}`)
  return changes.join(', ')
}

/** Adds an amount to a column, in which NULL counts as 0. */
export function sum(field: FieldColumn): string {
  return `${field.name} = COALESCE(${field.name}, 0) + ${amountPlaceholder(field)}`
}

/** A parameter arrives as a double or as text: without the cast a sum would lose what a double cannot hold. */
function amountPlaceholder({ column }: FieldColumn): string {
  const { type } = column.definition
  if (type.kind === 'float' || type.kind === 'double') return '?'
  return `CAST(? AS DECIMAL(65, ${type.kind === 'decimal' ? type.scale : 0}))`
}

const isAutoIncrement = ({ definition }: Table['key'][number]): boolean => definition.id === 'autoIncrement'

/** The ids of many rows can be told from the first only where their step is known. */
function mayShareStatement({ operation }: PlannedStatement, form: InsertForm, session: SqlSession): boolean {
  return !form.generatesIds || (operation === 'insert' && session.autoIncrementIncrement === 1)
}

function chunkRows({ columns }: InsertForm): number {
  return Math.max(1, Math.min(PREPARED_ROWS, Math.floor(MAX_PLACEHOLDERS / columns.length)))
}

function sendRows(
  rows: readonly PlannedRow[],
  fullChunk: number,
  form: InsertForm,
  { session, ids }: StatementContext,
): Promise<WriteResult> {
  const values: SqlValue[] = []
  for (const row of rows) {
    for (const field of form.columns) values.push(parameter(field, row, ids))
    for (const field of form.amounts) values.push(parameter(field, row, ids))
  }
  const sql = form.head + Array<string>(rows.length).fill(form.row).join(', ') + form.tail
  const isKnownShape = rows.length === fullChunk || rows.length === 1
  return isKnownShape ? session.execute(sql, values) : session.query(sql, values)
}

function recordIds(
  rows: readonly PlannedRow[],
  form: InsertForm,
  { insertId }: WriteResult,
  { ids }: StatementContext,
): void {
  const given = form.columns.find(({ column }) => isAutoIncrement(column))
  rows.forEach((row, index) => {
    const value = given === undefined ? null : row.event.values[given.index]
    ids.record(row, value == null ? String(BigInt(insertId) + BigInt(index)) : String(value))
  })
}
