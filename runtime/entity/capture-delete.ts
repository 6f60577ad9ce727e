import type { ChangeEvent, WireValue } from '../event/unit.js'
import type { AnyEntity } from './change-set.js'
import { NO_COLUMNS } from './column-mask.js'
import { EntityCapture, mergeBack } from './entity-capture.js'

/** Captures the deletion of a row, with all that is known of its former values. */
export function captureHardDelete(entity: AnyEntity): EntityCapture {
  const changes = entity.$changes
  const plan = changes.table.plans.delete
  const values: WireValue[] = plan.columns.map((column) => changes.formerWire(column))
  return new DeleteCapture(entity, { shape: plan.shape, values })
}

class DeleteCapture extends EntityCapture {
  readonly kind = 'delete'

  constructor(entity: AnyEntity, event: ChangeEvent) {
    super(entity, event, NO_COLUMNS)
    entity.$changes.phase = 'deleted'
  }

  refused(): void {
    const above = this.unlink()
    this.entity.$changes.phase = this.phaseBefore
    mergeBack(this, above)
  }
}
