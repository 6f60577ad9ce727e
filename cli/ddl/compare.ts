import { type Difference, diff, type RunQuery, readDatabase, type SchemaDiff } from '../../codegen/introspect/index.js'
import type { EntityModel } from '../../codegen/model/index.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'

/** How a database differs from its entities and from what the consumer needs. */
export async function compare(entities: readonly EntityModel[], query: RunQuery): Promise<SchemaDiff> {
  const database = await readDatabase(query)
  const { additions, changes } = diff(entities, database)
  const present = new Set(database.tables.map(({ name }) => name.toLowerCase()))
  const bookkeeping = BOOKKEEPING_TABLES.flatMap((sql): Difference[] => {
    const table = tableOf(sql)
    if (present.has(table)) return []
    return [{ table, subject: 'table', effect: 'adds', words: "the consumer's own table is missing", sql: [sql] }]
  })
  return { additions: [...additions, ...bookkeeping], changes }
}

function tableOf(createStatement: string): string {
  return /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(createStatement)![1]!
}
