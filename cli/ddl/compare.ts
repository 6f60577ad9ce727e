import { diff, type RunQuery, readDatabase, type SchemaDiff } from '../../codegen/introspect/index.js'
import type { EntityModel } from '../../codegen/model/index.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'

export interface Comparison extends SchemaDiff {
  /** Statements for the consumer's own tables that are missing. No drift: the consumer makes them when it starts. */
  readonly bookkeeping: readonly string[]
}

/** How a database differs from its entities, and what the consumer would still have to make. */
export async function compare(entities: readonly EntityModel[], query: RunQuery): Promise<Comparison> {
  const database = await readDatabase(query)
  const present = new Set(database.tables.map(({ name }) => name.toLowerCase()))
  return {
    ...diff(entities, database),
    bookkeeping: BOOKKEEPING_TABLES.filter((sql) => !present.has(bookkeepingTable(sql))),
  }
}

/** The table that a statement of BOOKKEEPING_TABLES makes. */
function bookkeepingTable(createStatement: string): string {
  return /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(createStatement)![1]!
}
