/** Unique values besides the primary key do not order anything. */
import { type ConflictRuleBook, conflictRuleBook as rules } from '../../../../../runtime/consumer/conflict-rules.js'
import type { TableDefinition } from '../../../../../runtime/entity/table.js'

export * from '../../../../../runtime/consumer/conflict-rules.js'

export function conflictRuleBook(tables: Iterable<TableDefinition>): ConflictRuleBook {
  return new Map([...rules(tables)].map(([entity, rule]) => [entity, { ...rule, uniques: [], relatives: new Set() }]))
}
