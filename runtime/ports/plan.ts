import type { ChangeEvent, Operation, Unit } from '../event/unit.js'

/** A unit on its way through the consumer. */
export interface QueuedUnit {
  readonly unit: Unit
  readonly entryId: string
  /** Position in stream order; grows by one a unit within this process. */
  readonly sequence: number
}

/**
 * Rows of one table that the database edge writes as one SQL statement, or a few. The rows of an update or a delete may
 * differ in form and run in any order; those of an insert have one form and keep their order.
 */
export interface PlannedStatement {
  readonly operation: Operation
  readonly entity: string
  readonly rows: readonly PlannedRow[]
}

/** An event of a unit, or the net effect of several. Properties of its shape are the table's own names. */
export interface PlannedRow {
  readonly event: ChangeEvent
  /** Where its first event stands: there `{ ref: n }` points, and there a generated id is recorded. */
  readonly node: QueuedUnit
  readonly eventIndex: number
}
