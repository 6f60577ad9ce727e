import type { Table } from '../entity/index.js'
import { eventIdToBytes, firstEventIdAt } from '../event/event-id.js'
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

  countAttempt(eventId: string): Promise<number> {
    const values = [this.#options.part, eventIdToBytes(eventId)]
    return this.#options.statements.use(async (session) => {
      await session.query(COUNT_ATTEMPT, values)
      const [row] = await session.rows<{ attempts: number }>(ATTEMPTS, values)
      return Number(row?.attempts)
    })
  }

  async clearAttempts(): Promise<void> {
    await this.#options.statements.use((session) => session.query(CLEAR_ATTEMPTS, [this.#options.part]))
  }

  async purge(floorMs: number, limit: number): Promise<number> {
    const values = [this.#options.part, firstEventIdAt(floorMs), limit]
    return (await this.#options.statements.use((session) => session.query(PURGE, values))).affectedRows
  }

  async close(): Promise<void> {
    await Promise.all([this.#options.transactions.close(), this.#options.statements.close()])
  }
}

const COUNT_ATTEMPT = `INSERT INTO orm_lazy_attempt (part, event_id, attempts) VALUES (?, ?, 1)
  ON DUPLICATE KEY UPDATE attempts = attempts + 1`
const ATTEMPTS = 'SELECT attempts FROM orm_lazy_attempt WHERE part = ? AND event_id = ?'
const CLEAR_ATTEMPTS = 'DELETE FROM orm_lazy_attempt WHERE part = ?'

/** Dead and parked units (2, 3) stay: they are not settled for good. */
const PURGE = `DELETE FROM orm_lazy_event WHERE part = ? AND event_id < ? AND status IN (1, 4, 5)
  ORDER BY event_id LIMIT ?`
