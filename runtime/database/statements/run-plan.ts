import type { PlannedStatement } from '../../ports.js'
import type { StatementContext } from './context.js'
import { runDelete } from './delete.js'
import { runInsert } from './insert.js'
import { runUpdate } from './update.js'

/** Runs the statements one after the other, in the transaction that the caller has begun. */
export async function runPlan(plan: readonly PlannedStatement[], context: StatementContext): Promise<void> {
  for (const statement of plan) await runStatement(statement, context)
}

function runStatement(statement: PlannedStatement, context: StatementContext): Promise<void> {
  switch (statement.operation) {
    case 'insert':
    case 'upsert':
    case 'insertIgnore':
      return runInsert(statement, context)
    case 'update':
      return runUpdate(statement, context)
    case 'delete':
      return runDelete(statement, context)
  }
}
