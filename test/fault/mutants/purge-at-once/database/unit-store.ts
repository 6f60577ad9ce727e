/** The ledger forgets units as soon as they are applied. */

import { MysqlUnitStore as Store, type UnitStoreOptions } from '../../../../../runtime/database/unit-store.js'
import { eventIdToBytes } from '../../../../../runtime/event/event-id.js'
import type { ApplyRequest, TransactionOutcome } from '../../../../../runtime/ports.js'

export * from '../../../../../runtime/database/unit-store.js'

export class MysqlUnitStore extends Store {
  readonly #given: UnitStoreOptions

  constructor(options: UnitStoreOptions) {
    super(options)
    this.#given = options
  }

  override async apply(epoch: number, request: ApplyRequest): Promise<TransactionOutcome> {
    const outcome = await super.apply(epoch, request)
    const { statements, part } = this.#given
    if (outcome.kind === 'committed')
      await statements.use(async (session) => {
        for (const id of request.eventIds)
          await session.query('DELETE FROM orm_lazy_event WHERE part = ? AND event_id = ?', [part, eventIdToBytes(id)])
      })
    return outcome
  }
}
