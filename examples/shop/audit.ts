import type { Connection, RowDataPacket } from 'mysql2/promise'
import type { Cell, Ledger, Row } from './ledger.js'

export interface Verdict {
  readonly rows: number
  readonly values: number
  /** Units that MySQL's own ledger says were applied. */
  readonly unitsApplied: number
  readonly deadLetters: number
  /** Each a sentence; empty when all is as promised. */
  readonly mistakes: readonly string[]
}

/** Reads every row of every table and holds it against the ledger, value by value, both ways round. */
export async function audit(mysql: Connection, ledger: Ledger): Promise<Verdict> {
  const unitsApplied = await count(mysql, 'SELECT COUNT(*) AS n FROM orm_lazy_event WHERE status = 1')
  const deadLetters = await count(mysql, 'SELECT COUNT(*) AS n FROM orm_lazy_dead_letter')
  const mistakes: string[] = []
  let rows = 0
  let values = 0
  for (const [table, expected] of ledger.tables) {
    const [found] = await mysql.query<(RowDataPacket & Row)[]>(`SELECT * FROM \`${table}\``)
    const missing = new Set(expected.keys())
    for (const row of found) {
      const id = BigInt(row.id as string)
      const promised = expected.get(id)
      rows += 1
      if (promised === undefined) {
        mistakes.push(`${table} ${id} is there and was never queued, or was deleted`)
        continue
      }
      missing.delete(id)
      for (const [column, value] of Object.entries(promised)) {
        values += 1
        if (!sameCell(value, row[column] ?? null)) {
          mistakes.push(`${table} ${id} ${column} is ${row[column]}, queued was ${value}`)
        }
      }
    }
    for (const id of missing) mistakes.push(`${table} ${id} was queued and is not there`)
  }
  if (unitsApplied !== ledger.units) {
    mistakes.push(`${ledger.units} units were queued, ${unitsApplied} were applied`)
  }
  if (deadLetters > 0) mistakes.push(`${deadLetters} units became dead letters`)
  return { rows, values, unitsApplied, deadLetters, mistakes }
}

/** JSON compares by what it says: MySQL stores it in its own spelling. */
function sameCell(promised: Cell, found: Cell): boolean {
  if (promised === found) return true
  if (promised === null || found === null || !promised.startsWith('{')) return false
  return canonical(promised) === canonical(found)
}

function canonical(json: string): string {
  return JSON.stringify(Object.entries(JSON.parse(json)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function count(mysql: Connection, sql: string): Promise<number> {
  const [[row]] = await mysql.query<(RowDataPacket & { n: number })[]>(sql)
  return Number(row?.n)
}
