import { eventIdFromBytes, eventIdToBytes } from '../event/event-id.js'
import type { DeadLetterFacts, LedgerReader, LedgerStatus, SettledUnit } from '../ports.js'
import { LEDGER_STATUS } from './ledger.js'
import type { SqlPool } from './pool.js'
import type { SqlSession } from './session.js'
import { mysqlErrorFacts } from './sql-error.js'

const NO_SUCH_TABLE = 1146

/** More ids than this are looked up in several statements. */
const MAX_IDS = 500

const NO_IDS: ReadonlyMap<number, string> = new Map()

/** Reads the ledger for receipts. `part` is the stream's key. */
export class MysqlLedgerReader implements LedgerReader {
  readonly #pool: SqlPool
  readonly #part: string

  constructor(pool: SqlPool, part: string) {
    this.#pool = pool
    this.#part = part
  }

  /** Finds nothing where the consumer has not made its tables yet. */
  async find(eventIds: readonly string[]): Promise<ReadonlyMap<string, SettledUnit>> {
    const found = new Map<string, SettledUnit>()
    for (let from = 0; from < eventIds.length; from += MAX_IDS)
      await this.#findSome(eventIds.slice(from, from + MAX_IDS), found)
    return found
  }

  async #findSome(eventIds: readonly string[], found: Map<string, SettledUnit>): Promise<void> {
    try {
      await this.#pool.use(async (session) => {
        const rows = await session.rows<LedgerRow>(FIND(eventIds.length), [this.#part, ...eventIds.map(eventIdToBytes)])
        const stuck = rows.filter((row) => isStuck(statusOf(row)))
        const letters = await this.#lettersOf(session, stuck)
        for (const row of rows) {
          const eventId = eventIdFromBytes(row.event_id)
          const deadLetter = letters.get(eventId)
          found.set(eventId, { status: statusOf(row), generatedIds: idsOf(row), deadLetter })
        }
      })
    } catch (error) {
      if (mysqlErrorFacts(error).errno !== NO_SUCH_TABLE) throw error
    }
  }

  async #lettersOf(session: SqlSession, rows: readonly LedgerRow[]): Promise<ReadonlyMap<string, DeadLetterFacts>> {
    if (rows.length === 0) return new Map()
    const ids = rows.map((row) => row.event_id)
    const letters = await session.rows<LetterRow>(LETTERS(ids.length), [this.#part, ...ids, this.#part, ...ids])
    return new Map(letters.map((row) => [eventIdFromBytes(row.event_id), factsOf(row)]))
  }
}

interface LedgerRow {
  readonly event_id: Buffer
  readonly status: number
  readonly result: string | null
}

interface LetterRow {
  readonly event_id: Buffer
  readonly id: string
  readonly entity: string
  readonly operation: string
  readonly error_code: string
  readonly error_name: string
  readonly message: string
}

const FIND = (ids: number) =>
  `SELECT event_id, status, result FROM orm_lazy_event WHERE part = ? AND event_id IN (${placeholders(ids)})`

/** Of a dead unit its own dead letter, of a parked one that which it waits behind. */
const LETTERS = (ids: number) => `SELECT d.event_id, ${LETTER_COLUMNS} FROM orm_lazy_dead_letter AS d
  WHERE d.part = ? AND d.event_id IN (${placeholders(ids)})
  UNION ALL SELECT p.event_id, ${LETTER_COLUMNS}
  FROM orm_lazy_parked AS p JOIN orm_lazy_dead_letter AS d ON d.id = p.dead_letter_id
  WHERE p.part = ? AND p.event_id IN (${placeholders(ids)})`

const LETTER_COLUMNS = 'd.id, d.entity, d.operation, d.error_code, d.error_name, d.message'

function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ')
}

function statusOf(row: LedgerRow): LedgerStatus {
  const known = Object.entries(LEDGER_STATUS).find(([, number]) => number === Number(row.status))
  return (known?.[0] ?? 'applied') as LedgerStatus
}

function isStuck(status: LedgerStatus): boolean {
  return status === 'dead' || status === 'parked'
}

function idsOf({ result }: LedgerRow): ReadonlyMap<number, string> {
  if (result === null) return NO_IDS
  const ids = JSON.parse(result) as Record<string, string | number>
  return new Map(Object.entries(ids).map(([position, id]) => [Number(position), String(id)]))
}

function factsOf(row: LetterRow): DeadLetterFacts {
  return {
    id: String(row.id),
    entity: row.entity,
    operation: row.operation,
    errorCode: row.error_code,
    errorName: row.error_name,
    message: row.message,
  }
}
