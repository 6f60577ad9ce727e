import type { ServerPids } from '../cpu.js'
import { measured, type ValueTurn } from '../harness.js'
import { type WideUpdate, wideUpdate } from '../wide-records.js'
import { withConnections } from './connections.js'

export interface SingleUpdates {
  readonly mysqlUrl: string
  readonly events: number
  readonly rows: number
  /** As many as the consumer has workers. */
  readonly connections: number
  readonly pids: ServerPids
}

const UPDATES_A_TRANSACTION = 500

/** One prepared UPDATE for each change, many in a transaction; each connection has the rows to itself that are its own. */
export function singleUpdates({ mysqlUrl, events, rows, connections: count, pids }: SingleUpdates): Promise<ValueTurn> {
  const shares: WideUpdate[][] = Array.from({ length: count }, () => [])
  for (let event = 0; event < events; event++) {
    const update = wideUpdate(event, rows)
    shares[update.row % count]!.push(update)
  }
  return withConnections(mysqlUrl, count, (connections) =>
    measured(events, pids, async () => {
      const loads = connections.map(async (connection, index) => {
        const share = shares[index]!
        for (let start = 0; start < share.length; start += UPDATES_A_TRANSACTION) {
          await connection.beginTransaction()
          for (const { row, changes } of share.slice(start, start + UPDATES_A_TRANSACTION)) {
            const assignments = changes.map(([field]) => `field${field} = ?`).join()
            const values = changes.map(([, value]) => value)
            await connection.execute(`UPDATE wide_records SET ${assignments} WHERE id = ?`, [...values, row])
          }
          await connection.commit()
        }
      })
      await Promise.all(loads)
    }),
  )
}
