import type { Connection, RowDataPacket } from 'mysql2/promise'

/** A value as JSON and the driver write it. */
type Cell = string | number | null

/**
 * Compares a table with the rows that it must hold, each and every column, by its key. A benchmark that left one row
 * wrong has measured nothing. Throws with the first row that differs.
 */
export async function checkRows(
  mysql: Connection,
  table: string,
  columns: readonly string[],
  expected: readonly (readonly Cell[])[],
): Promise<void> {
  const [rows] = await mysql.query<RowDataPacket[][]>({
    sql: `SELECT ${columns.join()} FROM ${table} ORDER BY ${columns[0]}`,
    rowsAsArray: true,
  })
  const wanted = expected.toSorted((a, b) => Number(a[0]) - Number(b[0]))
  if (rows.length !== wanted.length) throw new Error(`${table} has ${rows.length} rows and not ${wanted.length}`)
  for (const [index, row] of rows.entries()) {
    const [is, shouldBe] = [JSON.stringify(row), JSON.stringify(wanted[index])]
    if (is !== shouldBe) throw new Error(`${table} holds ${is} and not ${shouldBe}`)
  }
}
