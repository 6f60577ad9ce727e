import type { EntityModel } from '../../codegen/model/index.js'
import { createTables } from '../../codegen/sql/index.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'

/** Everything that a database of these entities holds, the consumer's own tables last. */
export function statementsOf(entities: readonly EntityModel[]): readonly string[] {
  return [...createTables(entities), ...BOOKKEEPING_TABLES]
}
