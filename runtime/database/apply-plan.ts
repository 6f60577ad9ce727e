import type { Table } from '../entity/index.js'
import { eventIdToBytes } from '../event/event-id.js'
import type { PlannedStatement, TransactionOutcome } from '../ports.js'
import { UnknownEntityError } from './apply-error.js'
import type { SqlSession } from './session.js'
import { mysqlErrorFacts } from './sql-error.js'
import { GeneratedIds } from './statements/generated-ids.js'
import { runPlan } from './statements/run-plan.js'

export interface ApplyPlanOptions {
  readonly part: string
  readonly tables: ReadonlyMap<string, Table>
  readonly missingRows: 'fail' | 'accept'
}

/** Runs a plan in the transaction that `within` makes, and says of a failure which statement it was. */
export async function applyPlan(
  plan: readonly PlannedStatement[],
  { part, tables, missingRows }: ApplyPlanOptions,
  within: (run: (session: SqlSession) => Promise<void>) => Promise<TransactionOutcome>,
): Promise<TransactionOutcome> {
  let failing: PlannedStatement | undefined
  const table = (entity: string): Table => {
    const found = tables.get(entity)
    if (found === undefined) throw new UnknownEntityError(entity)
    return found
  }
  const outcome = await within(async (session) => {
    const ids = new GeneratedIds()
    await runPlan(plan, { session, ids, missingRows, table }, (statement) => {
      failing = statement
    })
    await recordResults(session, part, ids)
  })
  if (outcome.kind !== 'failed' || failing === undefined) return outcome
  const { entity, operation } = failing
  return { ...outcome, at: { entity, operation, statement: mysqlErrorFacts(outcome.error).sql } }
}

/** Ids that the database made, where receipts look for them. */
async function recordResults(session: SqlSession, part: string, ids: GeneratedIds): Promise<void> {
  const results = ids.results()
  if (results.length === 0) return
  const values = results.flatMap(([eventId, result]) => [part, eventIdToBytes(eventId), result])
  const rows = results.map(() => '(?, ?, 1, ?)').join(', ')
  await session.query(`${RECORD_RESULTS} ${rows} ${REPLACE_RESULT}`, values)
}

const RECORD_RESULTS = 'INSERT INTO orm_lazy_event (part, event_id, status, result) VALUES'
const REPLACE_RESULT = 'ON DUPLICATE KEY UPDATE result = VALUES(result)'
