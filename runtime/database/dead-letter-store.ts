import type { Table } from '../entity/index.js'
import { eventIdFromBytes, eventIdToBytes } from '../event/event-id.js'
import type {
  ChainTask,
  DeadLetter,
  DeadLetterStore,
  LedgerStatus,
  ParkedUnit,
  PlannedStatement,
  TransactionOutcome,
  UnitToPark,
  WaitingUnit,
} from '../ports.js'
import { applyPlan } from './apply-plan.js'
import { insertDeadKeys, insertDeadLetter, repeatDeadLetter } from './dead-letters.js'
import { type Fence, holdsFence, LEDGER_STATUS } from './ledger.js'
import type { SqlPool } from './pool.js'
import type { SqlSession } from './session.js'
import { COMMITTED, FENCED, fencedTransaction, unitTransaction } from './unit-transaction.js'

export interface DeadLetterStoreOptions {
  /** Commits by hand. */
  readonly transactions: SqlPool
  /** Commits each statement by itself. */
  readonly statements: SqlPool
  readonly part: string
  readonly tables: ReadonlyMap<string, Table>
}

const HAS_CHAINS = 'SELECT 1 FROM orm_lazy_dead_key WHERE part = ? LIMIT 1'

const FIND_CHAINS = `SELECT HEX(k.key_hash) AS hash, k.dead_letter_id AS chain
  FROM JSON_TABLE(?, '$[*]' COLUMNS (hash VARCHAR(64) CHARACTER SET ascii PATH '$')) AS asked
  STRAIGHT_JOIN orm_lazy_dead_key AS k ON k.part = ? AND k.key_hash = UNHEX(asked.hash) ORDER BY k.dead_letter_id`

const OPEN_CHAIN = `SELECT k.dead_letter_id AS id FROM orm_lazy_dead_key AS k
  LEFT JOIN orm_lazy_dead_letter AS d ON d.id = k.dead_letter_id
  WHERE k.part = ? AND d.id IS NULL ORDER BY k.dead_letter_id LIMIT 1`

const MARKED = `SELECT id, status, event_id, payload FROM orm_lazy_dead_letter
  WHERE part = ? AND status IN ('retry', 'force', 'discard') ORDER BY id LIMIT 1`

const FOLLOWERS = `SELECT id, event_id, payload FROM orm_lazy_parked
  WHERE part = ? AND dead_letter_id = ? ORDER BY id LIMIT ?`

const PARK = `INSERT INTO orm_lazy_parked (part, event_id, dead_letter_id, payload, parked_at)
  VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))`

/** The status that it must have tells a repetition: no row means that another transaction was here before. */
const FLIP = 'UPDATE orm_lazy_event SET status = ? WHERE part = ? AND event_id = ? AND status = ?'

const REMOVE_LETTER = 'DELETE FROM orm_lazy_dead_letter WHERE id = ?'
const REMOVE_PARKED = 'DELETE FROM orm_lazy_parked WHERE id = ?'
const MOVE_PARKED = 'UPDATE orm_lazy_parked SET dead_letter_id = ? WHERE id = ?'
const END_CHAIN = `DELETE FROM orm_lazy_dead_key WHERE dead_letter_id = ?
  AND NOT EXISTS (SELECT 1 FROM orm_lazy_parked WHERE dead_letter_id = ?)`

export class MysqlDeadLetterStore implements DeadLetterStore {
  readonly #options: DeadLetterStoreOptions

  constructor(options: DeadLetterStoreOptions) {
    this.#options = options
  }

  async hasChains(): Promise<boolean> {
    return (await this.#rows<object>(HAS_CHAINS, [this.#options.part])).length > 0
  }

  async findChains(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.#rows<{ hash: string; chain: string }>(FIND_CHAINS, [
      JSON.stringify(keys),
      this.#options.part,
    ])
    const chains = new Map<string, string[]>()
    for (const { hash, chain } of rows) {
      const key = hash.toLowerCase()
      chains.set(key, [...(chains.get(key) ?? []), String(chain)])
    }
    return chains
  }

  park(epoch: number, units: readonly UnitToPark[]): Promise<TransactionOutcome> {
    const { transactions, part } = this.#options
    const entry = { eventIds: units.map(({ eventId }) => eventId), status: 'parked' } as const
    return unitTransaction(transactions, { part, epoch }, entry, async (session) => {
      for (const { eventId, chainIds, payload, keys } of units) {
        await session.query(PARK, [part, eventIdToBytes(eventId), chainIds[0]!, payload])
        for (const chainId of chainIds) await insertDeadKeys(session, part, keys, chainId)
      }
    })
  }

  async nextTask(): Promise<ChainTask | undefined> {
    const { part } = this.#options
    const [open] = await this.#rows<{ id: string }>(OPEN_CHAIN, [part])
    if (open !== undefined) return { kind: 'followers', id: String(open.id) }
    const [marked] = await this.#rows<MarkedRow>(MARKED, [part])
    if (marked === undefined) return undefined
    const { id, status: kind, event_id, payload } = marked
    return { kind, id: String(id), eventId: eventIdFromBytes(event_id), payload }
  }

  async followers(chainId: string, limit: number): Promise<readonly ParkedUnit[]> {
    const rows = await this.#rows<MarkedRow>(FOLLOWERS, [this.#options.part, chainId, limit])
    return rows.map(({ id, event_id, payload }) => ({ id: String(id), eventId: eventIdFromBytes(event_id), payload }))
  }

  async apply(epoch: number, unit: WaitingUnit, plan: readonly PlannedStatement[]): Promise<TransactionOutcome> {
    const { part, tables } = this.#options
    return applyPlan(plan, { part, tables, missingRows: 'fail' }, (run) =>
      this.#settle(epoch, unit, 'applied', async (session) => {
        await run(session)
        await remove(session, unit)
      }),
    )
  }

  discard(epoch: number, unit: WaitingUnit): Promise<TransactionOutcome> {
    return this.#settle(epoch, unit, 'discarded', (session) => remove(session, unit))
  }

  bury(epoch: number, unit: WaitingUnit, letter: DeadLetter): Promise<TransactionOutcome> {
    const { transactions, part } = this.#options
    if (unit.kind === 'parked') {
      return this.#settle(epoch, unit, 'dead', async (session) => {
        await remove(session, unit)
        await insertDeadLetter(session, part, letter)
      })
    }
    return this.#fenced(transactions, epoch, (session) => repeatDeadLetter(session, unit.id, letter))
  }

  move(epoch: number, unit: WaitingUnit, chainId: string, keys: readonly string[]): Promise<TransactionOutcome> {
    const { transactions, part } = this.#options
    return this.#fenced(transactions, epoch, async (session) => {
      await session.query(MOVE_PARKED, [chainId, unit.id])
      await insertDeadKeys(session, part, keys, chainId)
    })
  }

  endChain(epoch: number, chainId: string): Promise<TransactionOutcome> {
    return this.#fenced(this.#options.transactions, epoch, async (session) => {
      await session.query(END_CHAIN, [chainId, chainId])
    })
  }

  /** Under the fence, and only where the ledger still has the unit waiting. */
  #settle(
    epoch: number,
    unit: WaitingUnit,
    status: LedgerStatus,
    work: (session: SqlSession) => Promise<void>,
  ): Promise<TransactionOutcome> {
    const { transactions, part } = this.#options
    return fencedTransaction(transactions, async (session) => {
      if (!(await holdsFence(session, { part, epoch } satisfies Fence))) return FENCED
      const waiting = LEDGER_STATUS[unit.kind === 'deadLetter' ? 'dead' : 'parked']
      const values = [LEDGER_STATUS[status], part, eventIdToBytes(unit.eventId), waiting]
      const { affectedRows } = await session.query(FLIP, values)
      if (affectedRows !== 1) return { kind: 'alreadySettled', eventIds: new Set([unit.eventId]) }
      await work(session)
      return COMMITTED
    })
  }

  #fenced(pool: SqlPool, epoch: number, work: (session: SqlSession) => Promise<void>): Promise<TransactionOutcome> {
    return fencedTransaction(pool, async (session) => {
      if (!(await holdsFence(session, { part: this.#options.part, epoch }))) return FENCED
      await work(session)
      return COMMITTED
    })
  }

  #rows<T extends object>(sql: string, values: readonly (string | number)[]): Promise<readonly T[]> {
    return this.#options.statements.use((session) => session.rows<T>(sql, values))
  }
}

interface MarkedRow {
  readonly id: string
  readonly status: 'retry' | 'force' | 'discard'
  readonly event_id: Buffer
  readonly payload: string
}

async function remove(session: SqlSession, { kind, id }: WaitingUnit): Promise<void> {
  await session.query(kind === 'deadLetter' ? REMOVE_LETTER : REMOVE_PARKED, [id])
}
