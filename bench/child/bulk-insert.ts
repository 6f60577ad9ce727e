import { type Connection, createConnection } from 'mysql2/promise'
import type { ServerPids } from '../cpu.js'
import { measured, type Turn } from '../harness.js'
import { PERSON_COLUMNS, personRow } from '../people.js'

export interface BulkInsert {
  readonly mysqlUrl: string
  readonly rows: number
  readonly pids: ServerPids
}

const CONNECTIONS = 4
const ROWS_A_STATEMENT = 500

/**
 * What somebody writes by hand who has the rows in memory and wants them in the table: prepared statements of 500 rows
 * on four connections, each its own transaction. No stream, no ledger, no order; made and connected before the clock
 * starts.
 */
export async function bulkInsert({ mysqlUrl, rows, pids }: BulkInsert): Promise<Turn> {
  const batches = Array.from({ length: Math.ceil(rows / ROWS_A_STATEMENT) }, (_, batch) => {
    const first = batch * ROWS_A_STATEMENT
    const count = Math.min(ROWS_A_STATEMENT, rows - first)
    return Array.from({ length: count }, (_, index) => personRow(first + index + 1))
  })
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => createConnection({ uri: mysqlUrl, charset: 'utf8mb4' })),
  )
  try {
    await Promise.all(connections.map((connection) => connection.prepare(insertOf(ROWS_A_STATEMENT))))
    return await measured(rows, pids, async () => {
      let next = 0
      const load = async (connection: Connection) => {
        while (next < batches.length) {
          const batch = batches[next++]!
          await connection.execute(insertOf(batch.length), batch.flat())
        }
      }
      await Promise.all(connections.map(load))
    })
  } finally {
    await Promise.all(connections.map((connection) => connection.end()))
  }
}

function insertOf(rows: number): string {
  const row = `(${PERSON_COLUMNS.map(() => '?').join()})`
  return `INSERT INTO people (${PERSON_COLUMNS.join()}) VALUES ${Array(rows).fill(row).join()}`
}
