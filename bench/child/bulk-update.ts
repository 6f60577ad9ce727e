import type { ServerPids } from '../cpu.js'
import { PersonEntity } from '../generated/index.js'
import { measured, type ValueTurn } from '../harness.js'
import { type PersonUpdate, personUpdate } from '../workloads.js'
import { withConnections } from './connections.js'

export interface BulkUpdate {
  readonly mysqlUrl: string
  readonly events: number
  readonly rows: number
  readonly pids: ServerPids
}

const CONNECTIONS = 4
const ROWS_A_STATEMENT = 500

/**
 * Bulk updates by hand, with the statement that the consumer uses: 500 changes of different rows each, on four
 * connections, each of which has the rows to itself that are its own. That keeps the order of each row's changes.
 * No stream, no ledger, and every change is written.
 */
export function bulkUpdate({ mysqlUrl, events, rows, pids }: BulkUpdate): Promise<ValueTurn> {
  const { sql, values: room } = PersonEntity.table.definition.sql.updateMany!.forms[0]!
  // Each row comes once a round: as many in a row are sure to be different ones.
  const chunk = Math.min(ROWS_A_STATEMENT, Math.floor(rows / CONNECTIONS))
  const shares: PersonUpdate[][] = Array.from({ length: CONNECTIONS }, () => [])
  for (let event = 0; event < events; event++) {
    const update = personUpdate(event, rows)
    shares[update.row % CONNECTIONS]!.push(update)
  }
  return withConnections(mysqlUrl, CONNECTIONS, async (connections) => {
    await Promise.all(connections.map((connection) => connection.prepare(sql)))
    return measured(events, pids, async () => {
      const loads = connections.map(async (connection, index) => {
        const share = shares[index]!
        for (let start = 0; start < share.length; start += chunk) {
          const cells = share.slice(start, start + chunk).map((update) => cellsOf(update, room))
          await connection.execute(sql, [JSON.stringify(cells)])
        }
      })
      await Promise.all(loads)
    })
  })
}

/** Slots 0 and 3 of the table are set, none to NULL; then the key, the values, and as much as the form has room for. */
function cellsOf({ row, firstName, age }: PersonUpdate, room: number): readonly (string | number)[] {
  return [0b1001, 0, row, firstName, age, ...new Array<number>(room - 2).fill(0)]
}
