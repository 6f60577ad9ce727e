import type { ServerPids } from '../cpu.js'
import { measured, type ValueTurn } from '../harness.js'
import { personRow } from '../people.js'
import { insertPeople } from '../workloads.js'
import { withConnections } from './connections.js'

export interface BulkInsert {
  readonly mysqlUrl: string
  readonly rows: number
  readonly pids: ServerPids
}

const CONNECTIONS = 4
const ROWS_A_STATEMENT = 500

/**
 * What somebody writes by hand who has the rows in memory and wants them in the table: prepared statements of 500 rows
 * on four connections, each its own transaction. No stream, no ledger, no order. Rows are made, connections opened and
 * statements prepared before the clock starts.
 */
export function bulkInsert({ mysqlUrl, rows, pids }: BulkInsert): Promise<ValueTurn> {
  const batches = Array.from({ length: Math.ceil(rows / ROWS_A_STATEMENT) }, (_, batch) => {
    const first = batch * ROWS_A_STATEMENT
    const count = Math.min(ROWS_A_STATEMENT, rows - first)
    return Array.from({ length: count }, (_, index) => personRow(first + index + 1))
  })
  return withConnections(mysqlUrl, CONNECTIONS, async (connections) => {
    await Promise.all(connections.map((connection) => connection.prepare(insertPeople(ROWS_A_STATEMENT))))
    return measured(rows, pids, async () => {
      let next = 0
      const loads = connections.map(async (connection) => {
        while (next < batches.length) {
          const batch = batches[next++]!
          await connection.execute(insertPeople(batch.length), batch.flat())
        }
      })
      await Promise.all(loads)
    })
  })
}
