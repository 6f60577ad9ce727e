import type { Table } from '../entity/index.js'
import type { ApplyRequest, DeadLetter, TransactionOutcome, UnitStore } from '../ports.js'
import { applyPlan } from './apply-plan.js'
import { BOOKKEEPING_TABLES } from './bookkeeping.js'
import { insertDeadLetter } from './dead-letters.js'
import type { SqlPool } from './pool.js'
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

  apply(epoch: number, { eventIds, status, plan, missingRows }: ApplyRequest): Promise<TransactionOutcome> {
    const { transactions, part, tables } = this.#options
    return applyPlan(plan, { part, tables, missingRows }, (run) =>
      unitTransaction(transactions, { part, epoch }, { eventIds, status }, run),
    )
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
}
