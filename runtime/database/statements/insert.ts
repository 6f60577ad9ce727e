import type { Table } from '../../entity/index.js'
import type { PlannedRow, PlannedStatement } from '../../ports.js'
import type { SqlSession, WriteResult } from '../session.js'
import type { StatementContext } from './context.js'
import { type FieldColumn, parameter, quoteName, type ShapeColumns, shapeColumns } from './shape-columns.js'

/**
 * Insert, upsert and insertIgnore. INSERT IGNORE is not used, because it hides every error; a duplicate is ignored by
 * assigning a key column to itself.
 */
export async function runInsert(statement: PlannedStatement, context: StatementContext): Promise<void> {
  const table = context.table(statement.entity)
  const form = insertForm(statement, table)
  const { rows } = statement
  const share = form.amounts.length === 0 && mayShareStatement(statement, form, context.session)
  for (const part of share ? [rows] : rows.map((row) => [row])) {
    const result = await sendRows(part, form, context)
    if (form.generatesIds) recordIds(part, form, result, context)
  }
}

interface InsertForm {
  readonly head: string
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

/** A lone row is prepared. Many go as text, which takes the driver a third of the time that as many parameters do. */
function sendRows(
  rows: readonly PlannedRow[],
  { head, tail, columns, amounts }: InsertForm,
  { session, ids }: StatementContext,
): Promise<WriteResult> {
  const [row] = rows
  const valuesOf = (fields: readonly FieldColumn[], of: PlannedRow) => fields.map((field) => parameter(field, of, ids))
  if (rows.length > 1 || row === undefined)
    return session.query(`${head}?${tail}`, [rows.map((one) => valuesOf(columns, one))])
  const sql = `${head}(${columns.map(() => '?').join(', ')})${tail}`
  return session.execute(sql, [...valuesOf(columns, row), ...valuesOf(amounts, row)])
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
