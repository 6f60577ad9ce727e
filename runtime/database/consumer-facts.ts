import type { SqlPool } from './pool.js'
import type { SqlSession } from './session.js'
import { mysqlErrorFacts } from './sql-error.js'

/** What the bookkeeping tables know of a stream's consumers, by the database's clock. */
export interface ConsumerFacts {
  /** False before the first consumer and the first `ddl --apply`. */
  readonly bookkeeping: boolean
  /** Who works the stream now; undefined when nobody does. */
  readonly owner: string | undefined
  /** Processes that have said something of themselves, the most recent first. */
  readonly consumers: readonly ConsumerFact[]
  /** Dead letters that nobody has retried or discarded yet. */
  readonly deadLetters: number
  /** Units that wait behind a dead letter. */
  readonly parked: number
}

export interface ConsumerFact {
  readonly owner: string
  readonly host: string
  readonly pid: number
  /** `working`, `standby`, ...: what the process said last. */
  readonly state: string
  readonly workers: number
  /** Since it was last heard of. */
  readonly silentMs: number
  readonly applied: number
  readonly dead: number
  readonly retries: number
  readonly appliedPerSecond: number
  /** Why it waits, where it does. */
  readonly alert: string | undefined
}

const NO_SUCH_TABLE = 1146

const LEASE_HOLDER = 'SELECT owner FROM orm_lazy_lease WHERE part = ? AND expires_at > UTC_TIMESTAMP(6)'

const CONSUMERS = `SELECT owner, host, pid, state, workers, applied, dead, retries, applied_per_second, alert,
  TIMESTAMPDIFF(MICROSECOND, seen_at, UTC_TIMESTAMP(6)) DIV 1000 AS silent_ms
  FROM orm_lazy_consumer WHERE part = ? ORDER BY seen_at DESC, owner`

const DEAD_LETTERS = "SELECT COUNT(*) AS total FROM orm_lazy_dead_letter WHERE part = ? AND status = 'dead'"

const PARKED = 'SELECT COUNT(*) AS total FROM orm_lazy_parked WHERE part = ?'

interface ConsumerRow {
  readonly owner: string
  readonly host: string
  readonly pid: number
  readonly state: string
  readonly workers: number
  readonly applied: number | string
  readonly dead: number | string
  readonly retries: number | string
  readonly applied_per_second: number
  readonly alert: string | null
  readonly silent_ms: number | string
}

/** `part` is the stream's key. */
export function readConsumerFacts(pool: SqlPool, part: string): Promise<ConsumerFacts> {
  return pool.use(async (session) => {
    try {
      const [lease] = await session.rows<{ owner: string }>(LEASE_HOLDER, [part])
      const consumers = await session.rows<ConsumerRow>(CONSUMERS, [part])
      return {
        bookkeeping: true,
        owner: lease?.owner,
        consumers: consumers.map(consumerFact),
        deadLetters: await count(session, DEAD_LETTERS, part),
        parked: await count(session, PARKED, part),
      }
    } catch (error) {
      if (mysqlErrorFacts(error).errno !== NO_SUCH_TABLE) throw error
      return { bookkeeping: false, owner: undefined, consumers: [], deadLetters: 0, parked: 0 }
    }
  })
}

async function count(session: SqlSession, sql: string, part: string): Promise<number> {
  const [row] = await session.rows<{ total: number | string }>(sql, [part])
  return Number(row?.total ?? 0)
}

function consumerFact(row: ConsumerRow): ConsumerFact {
  return {
    owner: row.owner,
    host: row.host,
    pid: row.pid,
    state: row.state,
    workers: row.workers,
    silentMs: Math.max(0, Number(row.silent_ms)),
    applied: Number(row.applied),
    dead: Number(row.dead),
    retries: Number(row.retries),
    appliedPerSecond: row.applied_per_second,
    alert: row.alert ?? undefined,
  }
}
