import type { PlannedStatement } from '../../ports.js'
import type { StatementContext } from './context.js'
import { runDelete } from './delete.js'
import { runInsert } from './insert.js'
import { runUpdate } from './update.js'

/**
 * Runs the statements one after the other, in the transaction that the caller has begun; tells which one failed, and
 * rejects as it did.
 */
export async function runPlan(
  plan: readonly PlannedStatement[],
  context: StatementContext,
  onFailure: (statement: PlannedStatement) => void,
): Promise<void> {
  for (const statement of plan) {
    try {
      await runStatement(statement, context)
    } catch (error) {
      onFailure(statement)
      throw error
    }
  }
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
