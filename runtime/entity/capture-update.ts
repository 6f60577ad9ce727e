import type { WireValue } from '../event/unit.js'
import type { CaptureOptions } from './capture-types.js'
import { currentWire, filledWire } from './capture-value.js'
import type { AnyEntity, ChangeSet } from './change-set.js'
import type { Wire } from './codec/index.js'
import type { Column } from './column.js'
import { ColumnMask, NO_COLUMNS } from './column-mask.js'
import { EntityCapture, mergeBack } from './entity-capture.js'
import type { EventPlan } from './event-plan.js'
import { noteFormer } from './layer.js'

/** Captures the changed columns of a stored entity; null when there are none. */
export function captureUpdate(entity: AnyEntity, options: CaptureOptions): EntityCapture | null {
  const changes = entity.$changes
  changes.noticeMutations()
  if (changes.dirty.isEmpty) return null
  const { onUpdateNow } = changes.table
  return new UpdateCapture(entity, changes.dirty, onUpdateNow, options, 'update')
}

/** Captures the deletion of a row that is only marked as deleted. */
export function captureSoftDelete(entity: AnyEntity, softDelete: Column, options: CaptureOptions): EntityCapture {
  return new UpdateCapture(entity, NO_COLUMNS, [softDelete, ...entity.$changes.table.onUpdateNow], options, 'delete')
}

class UpdateCapture extends EntityCapture {
  readonly kind: 'update' | 'delete'
  readonly #plan: EventPlan

  /** Columns of `stamped` that the program has not set are filled with the time. */
  constructor(
    entity: AnyEntity,
    dirty: ColumnMask,
    stamped: readonly Column[],
    options: CaptureOptions,
    kind: 'update' | 'delete',
  ) {
    const changes = entity.$changes
    const filled = filledColumns(changes, dirty, stamped)
    const plan = changes.table.plans.update(
      dirty.with(filled),
      dirty === NO_COLUMNS ? NO_COLUMNS : (changes.amounts?.mask ?? NO_COLUMNS),
    )
    super(entity, { shape: plan.shape, values: valuesOf(changes, plan, filled, options) }, filled)
    this.kind = kind
    this.#plan = plan
    this.#settle(changes)
  }

  /** The entity now holds what the event holds. */
  #settle(changes: ChangeSet): void {
    if (this.kind === 'delete') changes.phase = 'deleted'
    const { columns, shape } = this.#plan
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as Column
      const wire = this.event.values[index] as WireValue
      const role = shape.fields[index]?.role
      if ((role !== 'set' && role !== 'add') || (wire !== null && typeof wire === 'object')) continue
      const isFilled = this.filled.has(column.index)
      if (column.mutable) {
        noteFormer(this, column.index, changes.snapshots?.[column.index])
        changes.setSnapshot(column.index, wire)
        if (isFilled) changes.values[column.index] = undefined
      } else if (isFilled) {
        noteFormer(this, column.index, changes.values[column.index])
        changes.values[column.index] = column.codec.fromWire(wire as Wire)
      } else if (changes.values[column.index] === undefined && wire !== null) {
        changes.values[column.index] = column.codec.fromWire(wire as Wire)
        if (changes.held !== undefined) changes.held[column.index] = undefined
      }
    }
  }

  refused(): void {
    const above = this.unlink()
    if (this.kind === 'delete') this.entity.$changes.phase = this.phaseBefore
    mergeBack(this, above)
  }
}

function filledColumns({ table }: ChangeSet, dirty: ColumnMask, stamped: readonly Column[]): ColumnMask {
  if (stamped.length === 0 && table.version === undefined) return NO_COLUMNS
  const filled = new ColumnMask()
  for (const column of stamped) if (!dirty.has(column.index)) filled.add(column.index)
  if (table.version !== undefined) filled.add(table.version.index)
  return filled
}

function valuesOf(changes: ChangeSet, plan: EventPlan, filled: ColumnMask, options: CaptureOptions): WireValue[] {
  const { columns, shape } = plan
  const values: WireValue[] = []
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] as Column
    switch (shape.fields[index]?.role) {
      case 'add':
        values.push(column.codec.toWire(changes.amounts?.of(column)))
        break
      case 'set':
        values.push(filled.has(column.index) ? filledWire(column, options) : currentWire(changes, column, options))
        break
      default:
        values.push(changes.formerWire(column))
    }
  }
  return values
}
