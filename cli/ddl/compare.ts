import { diff, type RunQuery, readDatabase, type SchemaDiff } from '../../codegen/introspect/index.js'
import type { EntityModel } from '../../codegen/model/index.js'
import { diffBookkeeping } from './bookkeeping-diff.js'

export interface Comparison extends SchemaDiff {
  /** Statements for the consumer's own tables that are missing. No drift: the consumer makes them when it starts. */
  readonly bookkeeping: readonly string[]
}

/** How a database differs from its entities, and what the consumer would still have to make. */
export async function compare(entities: readonly EntityModel[], query: RunQuery): Promise<Comparison> {
  const database = await readDatabase(query)
  const { additions, changes } = diff(entities, database)
  const own = diffBookkeeping(database)
  return { additions: [...additions, ...own.additions], changes, bookkeeping: own.tables }
}
