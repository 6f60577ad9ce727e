/** Any epoch passes: a process that was stopped and wakes up goes on beside its successor. */
import { enterLedger as enter, type Fence } from '../../../../../runtime/database/ledger.js'
import type { SqlSession } from '../../../../../runtime/database/session.js'
import type { LedgerStatus } from '../../../../../runtime/ports.js'

export * from '../../../../../runtime/database/ledger.js'

export async function enterLedger(
  session: SqlSession,
  { part }: Fence,
  eventIds: readonly string[],
  status: LedgerStatus,
): Promise<boolean> {
  const [row] = await session.rows<{ epoch: number }>('SELECT epoch FROM orm_lazy_fence WHERE part = ?', [part])
  return enter(session, { part, epoch: Number(row?.epoch) }, eventIds, status)
}

export async function holdsFence(): Promise<boolean> {
  return true
}
