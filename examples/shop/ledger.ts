/** A column's value as MySQL shows it in text. */
export type Cell = string | null

/** A row by column name. */
export type Row = Readonly<Record<string, Cell>>

/**
 * What the shop was promised: every row as it must be once all is applied. Kept apart from the entities, so that a fault
 * of theirs cannot hide here.
 */
export class Ledger {
  readonly #tables = new Map<string, Map<bigint, Row>>()
  #events = 0
  #units = 0

  get events(): number {
    return this.#events
  }

  get units(): number {
    return this.#units
  }

  get tables(): ReadonlyMap<string, ReadonlyMap<bigint, Row>> {
    return this.#tables
  }

  /** A flush that resolved: one unit of so many events. */
  queued(events: number): void {
    this.#events += events
    this.#units += 1
  }

  put(table: string, id: bigint, row: Row): void {
    const rows = this.#tables.get(table) ?? new Map<bigint, Row>()
    this.#tables.set(table, rows.set(id, { id: String(id), ...row }))
  }

  change(table: string, id: bigint, change: (row: Row) => Row): void {
    const row = this.#tables.get(table)?.get(id)
    if (row === undefined) throw new Error(`the ledger has no ${table} ${id}`)
    this.put(table, id, { ...row, ...change(row) })
  }

  remove(table: string, id: bigint): void {
    this.#tables.get(table)?.delete(id)
  }
}

/** As MySQL shows a DATETIME(3). */
export function dateCell(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '')
}
