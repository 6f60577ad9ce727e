import type { ChangeEvent, WireValue } from '../event/unit.js'
import type { AnyEntity } from './change-set.js'
import type { Table } from './define-table.js'

/** One entity's change on its way: made by `captureFlush` or `captureDelete`, settled exactly once. */
export interface Capture {
  readonly table: Table
  readonly entity: AnyEntity
  /** Its shape is shared by reference: cached per table, operation and set of columns. */
  readonly event: ChangeEvent
  /** For whoever takes it on its way to leave a mark; found again through `$changes.newest`. */
  carrier: object | undefined
  /** The event is stored in Redis. */
  queued(): void
  /** Nothing was queued: the entity is as dirty as before, a new one is new again. In any order among captures. */
  refused(): void
}

/** What an insert does when a row with the same primary or unique key exists; without it the unit becomes a dead letter. */
export type OnDuplicate = 'update' | 'ignore'

export interface CaptureOptions {
  /** What `defaultNow`, `onUpdateNow` and `softDelete` columns are filled with. */
  readonly now: Date
  /** Next id of the table's durable sequence; a number is quicker. What it throws, the capture throws. */
  readonly allocateId: (table: Table) => number | bigint
  readonly onDuplicate?: OnDuplicate | undefined
  /**
   * Asked for the key of a referenced entity that has none yet, for example `{ ref: n }` for event `n` of the same unit.
   * Without it, or when it returns undefined, the capture throws ReferenceNotFlushedError.
   */
  readonly resolveReference?: ((entity: AnyEntity) => WireValue | undefined) | undefined
}
