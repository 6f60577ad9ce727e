/** Looks the units up first and enters them without minding duplicates: an older transaction still running is not seen. */

import { type Fence, holdsFence, LEDGER_STATUS } from '../../../../../runtime/database/ledger.js'
import type { SqlSession } from '../../../../../runtime/database/session.js'
import { DUPLICATE_ENTRY } from '../../../../../runtime/database/sql-error.js'
import { eventIdToBytes } from '../../../../../runtime/event/event-id.js'
import type { LedgerStatus } from '../../../../../runtime/ports.js'

export * from '../../../../../runtime/database/ledger.js'

export async function enterLedger(
  session: SqlSession,
  fence: Fence,
  eventIds: readonly string[],
  status: LedgerStatus,
): Promise<boolean> {
  if (!(await holdsFence(session, fence))) return false
  const ids = eventIds.map(eventIdToBytes)
  const marks = ids.map(() => '?').join(', ')
  const known = await session.rows(`SELECT 1 FROM orm_lazy_event WHERE part = ? AND event_id IN (${marks})`, [
    fence.part,
    ...ids,
  ])
  if (known.length > 0) throw Object.assign(new Error('known'), { errno: DUPLICATE_ENTRY, sqlState: '23000' })
  const rows = ids.map(() => '(?, ?, ?)').join(', ')
  const values = ids.flatMap((id) => [fence.part, id, LEDGER_STATUS[status]])
  await session.query(`INSERT IGNORE INTO orm_lazy_event (part, event_id, status) VALUES ${rows}`, values)
  return true
}
