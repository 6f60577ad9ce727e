import { eventIdFromBytes } from '../event/event-id.js'
import { type DeadChange, type ParkedChange, parkedChanges, readDeadUnit } from './dead-changes.js'
import type { SqlPool } from './pool.js'
import type { SqlValue } from './session.js'

/** Which dead letters; everything that is given must hold. */
export interface DeadLetterFilter {
  readonly ids?: readonly string[]
  readonly entity?: string
  /** `1062`, or the code of an error of ours: `ORM2303`. */
  readonly errorCode?: string
  /** Only letters up to this number: what was looked at, and none that died since. */
  readonly throughId?: string
}

/** What was asked about a dead letter and is not carried out yet; `dead` while nothing was. */
export type DeadLetterMark = 'dead' | 'retry' | 'force' | 'discard'

/** A unit that will not be applied as it is, with what is needed to decide about it. */
export interface DeadLetterRecord {
  readonly id: string
  /** UUID of the unit. */
  readonly eventId: string
  readonly mark: DeadLetterMark
  readonly entity: string
  readonly operation: string
  readonly errorCode: string
  readonly errorName: string
  readonly message: string
  /** The SQL that failed, values left out. */
  readonly statement: string | undefined
  /** What the unit was to do, sensitive values masked; undefined where nobody could read it. */
  readonly changes: readonly DeadChange[] | undefined
  /** The entry as it was found, where nobody could read it. */
  readonly unreadable: string | undefined
  readonly attempts: number
  /** UTC, as MySQL writes it. */
  readonly queuedAt: string
  readonly diedAt: string
  /** Units that wait behind it. */
  readonly parked: number
  /** W3C `traceparent` of its flush, when that was traced. */
  readonly trace: string | undefined
}

/** Dead letters of one entity and one error. */
export interface DeadLetterGroup {
  readonly entity: string
  readonly errorCode: string
  readonly errorName: string
  readonly letters: number
  readonly lastDiedAt: string
  /** The greatest number among them. */
  readonly lastId: string
}

/** A unit that waits behind a dead letter. */
export interface ParkedRecord {
  readonly eventId: string
  /** UTC, as MySQL writes it. */
  readonly parkedAt: string
  readonly changes: readonly ParkedChange[]
}

/**
 * Looks at the dead letters of a stream and marks them. Marking is all that is done here: the consumer that works the
 * stream carries it out. So every call may be repeated, and may come beside a running consumer.
 */
export class DeadLetterDesk {
  readonly #pool: SqlPool
  readonly #part: string

  /** `pool` commits each statement by itself; `part` is the stream's key. */
  constructor(pool: SqlPool, part: string) {
    this.#pool = pool
    this.#part = part
  }

  /** Oldest first, from after `afterId`. */
  list(filter: DeadLetterFilter = {}, limit = 100, afterId = '0'): Promise<readonly DeadLetterRecord[]> {
    const { where, values } = this.#condition(filter)
    const sql = `${SELECT} WHERE ${where} AND d.id > ? ORDER BY d.id LIMIT ?`
    return this.#pool.use(async (session) => {
      const rows = await session.rows<DeadLetterRow>(sql, [...values, afterId, limit])
      return rows.map(record)
    })
  }

  /** By entity and error, the most frequent first. */
  groups(filter: DeadLetterFilter = {}): Promise<readonly DeadLetterGroup[]> {
    const { where, values } = this.#condition(filter)
    return this.#pool.use(async (session) => {
      const rows = await session.rows<GroupRow>(`${GROUPS} WHERE ${where} ${GROUPED}`, values)
      return rows.map((row) => ({
        entity: row.entity,
        errorCode: row.error_code,
        errorName: row.error_name,
        letters: Number(row.letters),
        lastDiedAt: row.last_died_at,
        lastId: String(row.last_id),
      }))
    })
  }

  /** The first of the units that wait behind a dead letter, in the order in which they will apply. */
  behind(id: string, limit = 100): Promise<readonly ParkedRecord[]> {
    return this.#pool.use(async (session) => {
      const rows = await session.rows<ParkedRow>(PARKED, [this.#part, id, limit])
      return rows.map((row) => ({
        eventId: eventIdFromBytes(row.event_id),
        parkedAt: row.parked_at,
        changes: parkedChanges(row.payload),
      }))
    })
  }

  /** Has them applied again, with what is parked behind them, in order. Returns how many were marked by this call. */
  retry(filter: DeadLetterFilter): Promise<number> {
    return this.#mark(filter, 'retry')
  }

  /** As `retry`, whatever version the rows have by now. */
  force(filter: DeadLetterFilter): Promise<number> {
    return this.#mark(filter, 'force')
  }

  /** Has them dropped; what is parked behind them is applied. Returns how many were marked by this call. */
  discard(filter: DeadLetterFilter): Promise<number> {
    return this.#mark(filter, 'discard')
  }

  async #mark(filter: DeadLetterFilter, mark: DeadLetterMark): Promise<number> {
    const { where, values } = this.#condition(filter)
    const sql = `UPDATE orm_lazy_dead_letter AS d SET d.status = ? WHERE ${where} AND d.status = 'dead'`
    return (await this.#pool.use((session) => session.query(sql, [mark, ...values]))).affectedRows
  }

  #condition({ ids, entity, errorCode, throughId }: DeadLetterFilter): { where: string; values: SqlValue[] } {
    const terms: [string, ...SqlValue[]][] = [['d.part = ?', this.#part]]
    if (ids !== undefined)
      terms.push([ids.length === 0 ? '1 = 0' : `d.id IN (${ids.map(() => '?').join(', ')})`, ...ids])
    if (entity !== undefined) terms.push(['d.entity = ?', entity])
    if (errorCode !== undefined) terms.push(['d.error_code = ?', errorCode])
    if (throughId !== undefined) terms.push(['d.id <= ?', throughId])
    return {
      where: terms.map(([term]) => term).join(' AND '),
      values: terms.flatMap(([, ...values]) => values),
    }
  }
}

const SELECT = `SELECT d.id, d.event_id, d.status, d.entity, d.operation, d.error_code, d.error_name, d.message,
  d.statement, d.payload, d.masked_properties, d.attempts, d.queued_at, d.died_at,
  (SELECT COUNT(*) FROM orm_lazy_parked AS p WHERE p.dead_letter_id = d.id) AS parked
  FROM orm_lazy_dead_letter AS d`

const GROUPS = `SELECT d.entity, d.error_code, d.error_name, COUNT(*) AS letters, MAX(d.died_at) AS last_died_at,
  MAX(d.id) AS last_id
  FROM orm_lazy_dead_letter AS d`

const GROUPED = `GROUP BY d.entity, d.error_code, d.error_name
  ORDER BY letters DESC, d.entity, d.error_code`

const PARKED = `SELECT event_id, parked_at, payload FROM orm_lazy_parked
  WHERE part = ? AND dead_letter_id = ? ORDER BY id LIMIT ?`

interface ParkedRow {
  readonly event_id: Buffer
  readonly parked_at: string
  readonly payload: string
}

interface DeadLetterRow {
  readonly id: string | number
  readonly event_id: Buffer
  readonly status: DeadLetterMark
  readonly entity: string
  readonly operation: string
  readonly error_code: string
  readonly error_name: string
  readonly message: string
  readonly statement: string | null
  readonly payload: string
  readonly masked_properties: string | null
  readonly attempts: number
  readonly queued_at: string
  readonly died_at: string
  readonly parked: number | string
}

interface GroupRow {
  readonly entity: string
  readonly error_code: string
  readonly error_name: string
  readonly letters: number | string
  readonly last_died_at: string
  readonly last_id: string | number
}

function record(row: DeadLetterRow): DeadLetterRecord {
  const unit = readDeadUnit(row.payload, row.masked_properties)
  return {
    id: String(row.id),
    eventId: eventIdFromBytes(row.event_id),
    mark: row.status,
    entity: row.entity,
    operation: row.operation,
    errorCode: row.error_code,
    errorName: row.error_name,
    message: row.message,
    statement: row.statement ?? undefined,
    changes: unit?.changes,
    unreadable: unit === undefined ? row.payload : undefined,
    attempts: row.attempts,
    queuedAt: row.queued_at,
    diedAt: row.died_at,
    parked: Number(row.parked),
    trace: unit?.trace,
  }
}
