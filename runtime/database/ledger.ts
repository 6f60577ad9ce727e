import { eventIdFromBytes } from '../event/event-id.js'
import type { LedgerStatus } from '../ports.js'
import type { SqlSession } from './session.js'

/** How `orm_lazy_event.status` writes it. */
export const LEDGER_STATUS = {
  applied: 1,
  dead: 2,
  parked: 3,
  skipped: 4,
  discarded: 5,
} as const satisfies Record<LedgerStatus, number>

/** This process's transactions carry the epoch it took over with; `part` is the stream's key. */
export interface Fence {
  readonly part: string
  readonly epoch: number
}

/**
 * Fence and ledger in one statement, the first of every transaction. The shared lock on the fence's row makes a takeover
 * wait for this transaction, or this one see it: no rows means fenced. Plain inserts, so that an older transaction of
 * the same unit that may still be running holds this one back until it is known how that one ended.
 * Returns false when fenced. Throws errno 1062 when one of the ids is in the ledger.
 */
export async function enterLedger(
  session: SqlSession,
  fence: Fence,
  eventIds: readonly string[],
  status: LedgerStatus,
): Promise<boolean> {
  const values = [LEDGER_STATUS[status], hexJson(eventIds), fence.part, fence.epoch]
  const { affectedRows } = await session.execute(ENTER, values)
  return affectedRows > 0
}

/**
 * Which of the ids the ledger has. A locking read in a transaction of its own: an older snapshot would not see what
 * another process has just committed.
 */
export async function findInLedger(
  session: SqlSession,
  part: string,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await session.rows<{ event_id: Buffer }>(FIND, [hexJson(eventIds), part])
  await session.rollback()
  return new Set(rows.map(({ event_id }) => eventIdFromBytes(event_id)))
}

/** Checks the fence alone, for transactions that change what the ledger already has. */
export async function holdsFence(session: SqlSession, fence: Fence): Promise<boolean> {
  const [row] = await session.rows<{ epoch: number | string }>(HOLD, [fence.part])
  return row !== undefined && Number(row.epoch) === fence.epoch
}

/** A JSON array of the ids without hyphens. Ids of one entry follow each other and start alike. */
function hexJson(eventIds: readonly string[]): string {
  let start = ''
  let hexStart = ''
  const texts = eventIds.map((eventId) => {
    if (start === '' || !eventId.startsWith(start)) {
      start = eventId.slice(0, COMMON_START)
      hexStart = start.replaceAll('-', '')
    }
    return hexStart + eventId.slice(COMMON_START)
  })
  return `["${texts.join('","')}"]`
}

/** Of an id's characters; what follows counts the units of an entry. */
const COMMON_START = 32

/** Wide enough that an id of a wrong length fails at BINARY(16) instead of being cut. */
const IDS = `JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$' ERROR ON EMPTY ERROR ON ERROR)) AS ids`

const ENTER = `INSERT INTO orm_lazy_event (part, event_id, status)
  SELECT f.part, UNHEX(ids.id), ? FROM orm_lazy_fence AS f JOIN ${IDS} WHERE f.part = ? AND f.epoch = ? LOCK IN SHARE MODE`

const FIND = `SELECT e.event_id FROM ${IDS} STRAIGHT_JOIN orm_lazy_event AS e
  ON e.part = ? AND e.event_id = UNHEX(ids.id) LOCK IN SHARE MODE`

const HOLD = 'SELECT epoch FROM orm_lazy_fence WHERE part = ? LOCK IN SHARE MODE'
