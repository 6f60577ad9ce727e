import { applyPlan } from '../../runtime/database/apply-plan.js'
import type { SqlPool } from '../../runtime/database/pool.js'
import { COMMITTED, fencedTransaction } from '../../runtime/database/unit-transaction.js'
import type { Table } from '../../runtime/entity/index.js'
import type { ApplyRequest, DeadLetter, TransactionOutcome, UnitStore } from '../../runtime/ports.js'

/** A store that applies plans without asking the fence and without telling the ledger; all else is the real one's. */
export class BareUnitStore implements UnitStore {
  readonly #real: UnitStore
  readonly #pool: SqlPool
  readonly #part: string
  readonly #tables: ReadonlyMap<string, Table>

  constructor(real: UnitStore, pool: SqlPool, part: string, tables: ReadonlyMap<string, Table>) {
    this.#real = real
    this.#pool = pool
    this.#part = part
    this.#tables = tables
  }

  get workers(): number {
    return this.#pool.size
  }

  set workers(count: number) {
    this.#pool.size = count
  }

  apply(_epoch: number, { plan, missingRows }: ApplyRequest): Promise<TransactionOutcome> {
    return applyPlan(plan, { part: this.#part, tables: this.#tables, missingRows }, (run) =>
      fencedTransaction(this.#pool, async (session) => {
        await run(session)
        return COMMITTED
      }),
    )
  }

  prepare(): Promise<void> {
    return this.#real.prepare()
  }

  bury(epoch: number, letter: DeadLetter): Promise<TransactionOutcome> {
    return this.#real.bury(epoch, letter)
  }

  countAttempt(eventId: string): Promise<number> {
    return this.#real.countAttempt(eventId)
  }

  clearAttempts(): Promise<void> {
    return this.#real.clearAttempts()
  }

  purge(floorMs: number, limit: number): Promise<number> {
    return this.#real.purge(floorMs, limit)
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#real.close()])
  }
}
