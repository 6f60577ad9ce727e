import type { Table } from '../entity/index.js'
import { eventIdToBytes } from '../event/event-id.js'
import type {
  ApplyRequest,
  DeadLetter,
  FailurePlace,
  PlannedStatement,
  TransactionOutcome,
  UnitStore,
} from '../ports.js'
import { UnknownEntityError } from './apply-error.js'
import { BOOKKEEPING_TABLES } from './bookkeeping.js'
import { insertDeadLetter } from './dead-letters.js'
import type { SqlPool } from './pool.js'
import type { SqlSession } from './session.js'
import { mysqlErrorFacts } from './sql-error.js'
import { GeneratedIds } from './statements/generated-ids.js'
import { runPlan } from './statements/run-plan.js'
import { unitTransaction } from './unit-transaction.js'

export interface UnitStoreOptions {
  /** Commits by hand; one session a worker. */
  readonly transactions: SqlPool
  /** Commits each statement by itself. */
  readonly statements: SqlPool
  readonly part: string
  readonly tables: ReadonlyMap<string, Table>
}

export class MysqlUnitStore implements UnitStore {
  readonly #options: UnitStoreOptions

  constructor(options: UnitStoreOptions) {
    this.#options = options
  }

  get workers(): number {
    return this.#options.transactions.size
  }

  set workers(count: number) {
    this.#options.transactions.size = count
  }

  async prepare(): Promise<void> {
    await this.#options.statements.use(async (session) => {
      for (const statement of BOOKKEEPING_TABLES) await session.query(statement)
    })
  }

  async apply(epoch: number, { eventIds, status, plan, missingRows }: ApplyRequest): Promise<TransactionOutcome> {
    const { transactions, part } = this.#options
    let failing: PlannedStatement | undefined
    const outcome = await unitTransaction(transactions, { part, epoch }, { eventIds, status }, async (session) => {
      const ids = new GeneratedIds()
      const context = { session, ids, missingRows, table: (entity: string) => this.#table(entity) }
      await runPlan(plan, context, (statement) => {
        failing = statement
      })
      await recordResults(session, part, ids)
    })
    return outcome.kind === 'failed' && failing !== undefined
      ? { ...outcome, at: placeOf(failing, outcome.error) }
      : outcome
  }

  bury(epoch: number, letter: DeadLetter): Promise<TransactionOutcome> {
    const { transactions, part } = this.#options
    const entry = { eventIds: [letter.eventId], status: 'dead' } as const
    return unitTransaction(transactions, { part, epoch }, entry, async (session) => {
      await insertDeadLetter(session, part, letter)
    })
  }

  async close(): Promise<void> {
    await Promise.all([this.#options.transactions.close(), this.#options.statements.close()])
  }

  #table(entity: string): Table {
    const table = this.#options.tables.get(entity)
    if (table === undefined) throw new UnknownEntityError(entity)
    return table
  }
}

function placeOf({ entity, operation }: PlannedStatement, error: Error): FailurePlace {
  return { entity, operation, statement: mysqlErrorFacts(error).sql }
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
