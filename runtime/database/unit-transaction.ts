import type { LedgerStatus, TransactionOutcome } from '../ports.js'
import { enterLedger, type Fence, findInLedger } from './ledger.js'
import type { SqlPool } from './pool.js'
import type { SqlSession } from './session.js'
import { DUPLICATE_ENTRY, mysqlErrorFacts, PoolClosedError } from './sql-error.js'

export interface LedgerEntry {
  readonly eventIds: readonly string[]
  readonly status: LedgerStatus
}

/** Fence and ledger first, then `work`, then COMMIT. Any error rolls back before anything else is sent. */
export function unitTransaction(
  pool: SqlPool,
  fence: Fence,
  { eventIds, status }: LedgerEntry,
  work: (session: SqlSession) => Promise<void>,
): Promise<TransactionOutcome> {
  return fencedTransaction(pool, async (session) => {
    try {
      if (!(await enterLedger(session, fence, eventIds, status))) return FENCED
    } catch (error) {
      if (mysqlErrorFacts(error).errno !== DUPLICATE_ENTRY) throw error
      await session.rollback()
      return { kind: 'alreadySettled', eventIds: await findInLedger(session, fence.part, eventIds) }
    }
    await work(session)
    return COMMITTED
  })
}

export const FENCED = { kind: 'fenced' } as const
export const COMMITTED = { kind: 'committed' } as const

/**
 * Commits when `work` says so, rolls back whatever else it says or throws; the outcome is always a value. A connection
 * that could not be made says nothing of the work, unless the server said why.
 */
export async function fencedTransaction(
  pool: SqlPool,
  work: (session: SqlSession) => Promise<TransactionOutcome>,
): Promise<TransactionOutcome> {
  let isConnected = false
  let isAnswered = true
  try {
    return await pool.use(async (session) => {
      isConnected = true
      try {
        const outcome = await work(session)
        if (outcome.kind === 'committed') await session.commit()
        else await session.rollback()
        return outcome
      } catch (error) {
        isAnswered = session.isUsable
        if (isAnswered) await session.rollback()
        throw error
      }
    })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const isServersWord = isConnected ? isAnswered : mysqlErrorFacts(error).errno !== undefined
    if (!isServersWord || error instanceof PoolClosedError) return { kind: 'unknown', error }
    return { kind: 'failed', error, at: undefined }
  }
}
