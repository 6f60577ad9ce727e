import type { ChangeEvent, WireValue } from '../event/unit.js'
import type { CaptureOptions } from './capture-types.js'
import { currentWire, filledWire, reserveKey } from './capture-value.js'
import type { AnyEntity, ChangeSet } from './change-set.js'
import type { Column } from './column.js'
import { ColumnMask } from './column-mask.js'
import { EntityCapture, restoreFilled } from './entity-capture.js'
import type { EventPlan } from './event-plan.js'
import { type Layer, layerAbove, mergeBelow, type Phase } from './layer.js'

const NOTHING = new ColumnMask()

/** Captures a new entity as insert, upsert or insertIgnore. */
export function captureInsert(entity: AnyEntity, options: CaptureOptions): EntityCapture {
  const changes = entity.$changes
  const plan = choosePlan(changes, options)
  const { columns, shape } = plan
  const filled = new ColumnMask()
  const values = new Array<WireValue>(columns.length)
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] as Column
    if (shape.fields[index]?.role === 'add') {
      values[index] = column.codec.toWire(changes.amounts?.of(column))
    } else if (changes.values[column.index] === undefined && isFilled(changes, column)) {
      filled.add(column.index)
      values[index] =
        column.definition.id === undefined
          ? filledWire(column, options)
          : reserveKey(changes, column, options.allocateId)
    } else {
      values[index] = currentWire(changes, column, options)
    }
  }
  return new InsertCapture(entity, { shape, values }, plan, filled, phaseAfter(changes, options))
}

function choosePlan(changes: ChangeSet, options: CaptureOptions): EventPlan {
  const { plans } = changes.table
  switch (options.onDuplicate) {
    case undefined:
      return plans.insert
    case 'ignore':
      return plans.insertIgnore
    case 'update':
      return plans.upsert(changes.dirty, changes.amounts?.mask ?? NOTHING)
  }
}

function isFilled(changes: ChangeSet, column: Column): boolean {
  return column.filledBy !== 'input' && changes.held?.[column.index] === undefined
}

/** A row that exists already keeps its own key, so after an upsert a key that was made here may be wrong. */
function phaseAfter({ table }: ChangeSet, options: CaptureOptions): Phase {
  if (
    options.onDuplicate !== undefined &&
    table.definition.uniques.length > 0 &&
    table.key.some((column) => column.definition.id !== undefined)
  ) {
    return 'unkeyed'
  }
  return table.assignedKey?.filledBy === 'database' ? 'unkeyed' : 'stored'
}

class InsertCapture extends EntityCapture {
  readonly kind = 'insert'
  readonly #plan: EventPlan

  constructor(entity: AnyEntity, event: ChangeEvent, plan: EventPlan, filled: ColumnMask, phase: Phase) {
    super(entity, event, filled)
    this.#plan = plan
    this.#settle(entity.$changes, phase)
  }

  /** The entity now holds what the event holds. */
  #settle(changes: ChangeSet, phase: Phase): void {
    changes.phase = phase
    const { columns } = this.#plan
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as Column
      const wire = this.event.values[index] as WireValue
      if (column.definition.id !== undefined && phase === 'unkeyed') {
        changes.reserved ??= changes.values[column.index]
        changes.values[column.index] = undefined
      } else if (column.codec.mutable) {
        changes.setSnapshot(column.index, wire as string | null)
      } else if (changes.values[column.index] === undefined && isPlain(wire)) {
        changes.values[column.index] =
          column.definition.id === undefined ? column.codec.fromWire(wire) : changes.reserved
        if (changes.held !== undefined) changes.held[column.index] = undefined
      }
    }
  }

  refused(): void {
    const changes = this.entity.$changes
    const above = this.unlink()
    const deletion = above.findLast((layer) => layer.kind === 'delete')
    if (deletion === undefined) changes.phase = 'new'
    else deletion.phaseBefore = 'new'
    for (const column of this.#plan.columns) {
      if (this.dirty.has(column.index)) mergeBelow(changes, this, column)
      else if (this.filled.has(column.index)) this.#unfill(changes, column, layerAbove(above, column))
    }
    changes.former = undefined
    const uuid = changes.table.key.find((column) => column.filledBy === 'construction')
    if (uuid !== undefined) changes.values[uuid.index] ??= changes.reserved
  }

  /** What the flush had filled in has no value again, unless somebody gave it one since. */
  #unfill(changes: ChangeSet, column: Column, above: Layer | undefined): void {
    if (above !== undefined) above.former[column.index] = undefined
    else if (!changes.dirty.has(column.index)) restoreFilled(changes, column, undefined)
  }
}

function isPlain(wire: WireValue): wire is string | number {
  return typeof wire === 'string' || typeof wire === 'number'
}
