import { tokenOf } from '../../workload/token.js'
import { type Expectation, type ExpectedRow, NOTHING_EXPECTED } from '../../workload/workload.js'
import type { FaultWorld, ProducerChild } from '../world/fault-world.js'

/** What a killed producer leaves: all it was promised, and perhaps more of the same chains. */
export async function expectedOfKilled(
  world: FaultWorld,
  producer: string,
  child: ProducerChild,
): Promise<Expectation> {
  const promised = new Map<string, number>()
  for (const message of child.messages) {
    if (message.kind !== 'promised') continue
    for (const [row, change] of message.promises) promised.set(row, Math.max(change, promised.get(row) ?? 0))
  }
  const entries = await world.query<{ row_id: string }>('SELECT DISTINCT row_id FROM fault_audit WHERE last LIKE ?', [
    `${producer}.%`,
  ])
  for (const { row_id } of entries) promised.set(`entries ${row_id}`, promised.get(`entries ${row_id}`) ?? 0)
  const chains = [...promised].flatMap(([row, change]) =>
    row.startsWith('entries ') ? [{ row, producer, promised: change, attempted: Number.MAX_SAFE_INTEGER }] : [],
  )
  return { ...NOTHING_EXPECTED, chains, accounts: await expectedAccounts(world, producer, promised) }
}

/** A row as it is found, where it went at least as far as was promised and its last change fits its count. */
async function expectedAccounts(
  world: FaultWorld,
  producer: string,
  promised: ReadonlyMap<string, number>,
): Promise<readonly ExpectedRow[]> {
  const rows = await world.query<ExpectedRow>(
    'SELECT CAST(id AS CHAR) AS id, team_id AS team, handle, n, last FROM fault_accounts WHERE handle LIKE ?',
    [`${producer}-chain-%`],
  )
  const found = rows.map((row) => {
    const n = Math.max(row.n, promised.get(`accounts ${row.id}`) ?? 0)
    return { ...row, n, last: tokenOf(producer, n) }
  })
  const missing = [...promised].flatMap(([row, n]) => {
    const id = row.replace('accounts ', '')
    if (id === row || found.some((account) => account.id === id)) return []
    return [{ id, n, last: tokenOf(producer, n) }]
  })
  return [...found, ...missing]
}
