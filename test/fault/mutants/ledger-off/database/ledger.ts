/** Nothing is entered: a unit that is delivered again is applied again. */
import { type Fence, holdsFence } from '../../../../../runtime/database/ledger.js'
import type { SqlSession } from '../../../../../runtime/database/session.js'

export * from '../../../../../runtime/database/ledger.js'

export async function enterLedger(session: SqlSession, fence: Fence): Promise<boolean> {
  return holdsFence(session, fence)
}
