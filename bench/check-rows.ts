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

/** The same for `count` people as `newPerson` makes them, where there are too many to fetch. */
export async function checkNumberedPeople(mysql: Connection, count: number): Promise<void> {
  const [[found]] = await mysql.query<RowDataPacket[]>(COUNT_RIGHT_PEOPLE)
  if (Number(found?.total) !== count || Number(found?.correct) !== count)
    throw new Error(`people has ${found?.total} rows, ${found?.correct} of them right, and not ${count}`)
}

/** The address tells a person's number, and the number everything else. */
const COUNT_RIGHT_PEOPLE = `SELECT COUNT(*) AS total, SUM(first_name = CONCAT('Firstname', n)
  AND last_name = CONCAT('Lastname', n) AND age = 20 + n % 60 AND created_at = '2024-01-02 03:04:05.678') AS correct
  FROM (SELECT p.*, CAST(SUBSTRING(SUBSTRING_INDEX(email, '@', 1), 5) AS UNSIGNED) AS n FROM people p) numbered`
