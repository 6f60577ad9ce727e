import { readToken } from '../../workload/token.js'
import type { Expectation, ExpectedRow } from '../../workload/workload.js'
import { type AppliedChange, checkAppliedOrder } from '../oracle/applied-order.js'
import { checkFinalRows } from '../oracle/final-rows.js'
import type { Finding } from '../oracle/finding.js'
import type { FaultWorld } from './fault-world.js'

/** Compares the database with what all producers together expect. Empty when nothing was lost, doubled or reordered. */
export async function verdict(world: FaultWorld, expectations: readonly Expectation[]): Promise<readonly Finding[]> {
  const chains = expectations.flatMap((one) => one.chains)
  const teams = expectations.flatMap((one) => one.teams)
  const accounts = expectations.flatMap((one) => one.accounts)
  const lines = expectations.flatMap((one) => one.lines)
  const tallies = expectations.flatMap((one) => one.tallies)
  return [
    // First: they explain what seems to be lost.
    ...(await deadLetters(world)),
    ...checkAppliedOrder(chains, await auditedChanges(world)),
    ...(await checkTable(world, 'teams', teams, 'SELECT id, n, last FROM fault_teams')),
    ...(await checkTable(world, 'accounts', accounts, ACCOUNTS)),
    ...(await checkLines(world, lines)),
    ...(await checkTallies(world, tallies)),
    ...checkTickets(expectations.flatMap((one) => one.tickets)),
    ...expectations.flatMap((one) => one.findings),
  ]
}

const ACCOUNTS = 'SELECT CAST(id AS CHAR) AS id, team_id AS team, handle, n, last FROM fault_accounts'

async function auditedChanges(world: FaultWorld): Promise<AppliedChange[]> {
  const rows = await world.query<{ row_id: string; last: string }>('SELECT row_id, last FROM fault_audit ORDER BY seq')
  return rows.map(({ row_id, last }) => {
    const token = readToken(last)
    return { row: `entries ${row_id}`, producer: token?.producer ?? last, change: token?.change ?? Number.NaN }
  })
}

async function checkTable(world: FaultWorld, table: string, expected: readonly ExpectedRow[], select: string) {
  const rows = await world.query<ExpectedRow>(select)
  return checkFinalRows(table, byId(expected), byId(rows))
}

function byId(rows: readonly ExpectedRow[]): Map<string, ExpectedRow> {
  return new Map(rows.map((row) => [row.id, row]))
}

async function checkLines(world: FaultWorld, expected: readonly string[]): Promise<Finding[]> {
  const rows = await world.query<{ token: string; n: number }>(
    'SELECT token, COUNT(*) AS n FROM fault_lines GROUP BY token',
  )
  const found = new Map(rows.map(({ token, n }) => [token, { n: Number(n) }]))
  return checkFinalRows('lines', new Map(expected.map((token) => [token, { n: 1 }])), found)
}

async function checkTallies(world: FaultWorld, expected: Expectation['tallies']): Promise<Finding[]> {
  const sums = new Map<string, { n: number }>()
  for (const { name, n } of expected) sums.set(name, { n: n + (sums.get(name)?.n ?? 0) })
  const rows = await world.query<{ name: string; n: number }>('SELECT name, n FROM fault_tallies')
  return checkFinalRows('tallies', sums, new Map(rows.map(({ name, n }) => [name, { n }])))
}

function checkTickets(taken: readonly string[]): Finding[] {
  const seen = new Set<string>()
  return taken.flatMap((id): Finding[] => {
    if (seen.has(id)) return [{ kind: 'doubled', row: `ticket ${id}`, detail: 'it was given out twice' }]
    seen.add(id)
    return []
  })
}

/** The workloads make no mistakes: every dead letter is one. */
async function deadLetters(world: FaultWorld): Promise<Finding[]> {
  const rows = await world.query<{ id: string; entity: string; message: string; payload: string }>(
    'SELECT id, entity, message, payload FROM orm_lazy_dead_letter ORDER BY id LIMIT 20',
  )
  return rows.map(({ id, entity, message, payload }) => {
    return { kind: 'unexpected', row: `dead letter ${id}`, detail: `${entity}: ${message} ${payload.slice(0, 300)}` }
  })
}
