import type { ChangeEvent, WireValue } from '../event/unit.js'
import type { CaptureOptions } from './capture-types.js'
import { currentWire, filledWire, reserveKey } from './capture-value.js'
import type { AnyEntity, ChangeSet } from './change-set.js'
import type { Column } from './column.js'
import { NO_COLUMNS } from './column-mask.js'
import { EntityCapture, restoreFilled } from './entity-capture.js'
import type { EventPlan } from './event-plan.js'
import { type Layer, layerAbove, mergeBelow, noteFormer, type Phase } from './layer.js'

/** Captures a new entity as insert, upsert or insertIgnore. */
export function captureInsert(entity: AnyEntity, options: CaptureOptions): EntityCapture {
  const changes = entity.$changes
  const plan = choosePlan(changes, options)
  const values = insertedValues(changes, plan, options)
  return new InsertCapture(entity, { shape: plan.shape, values }, plan, phaseAfter(changes, options))
}

/** The hot loop of a flush: most values travel as they are kept. */
function insertedValues(changes: ChangeSet, plan: EventPlan, options: CaptureOptions): readonly WireValue[] {
  const { columns, addsFrom } = plan
  const kept = changes.values
  const values = new Array<WireValue>(columns.length)
  for (let place = 0; place < addsFrom; place++) {
    const column = columns[place] as Column
    const value = kept[column.index]
    if (value === null || (value !== undefined && column.plain)) values[place] = value as WireValue
    else if (value === undefined && isFilled(changes, column)) values[place] = fill(changes, column, options)
    else values[place] = currentWire(changes, column, options)
  }
  for (let place = addsFrom; place < columns.length; place++) {
    const column = columns[place] as Column
    values[place] = column.codec.toWire(changes.amounts?.of(column))
  }
  return values
}

function fill(changes: ChangeSet, column: Column, options: CaptureOptions): WireValue {
  return column.definition.id === undefined
    ? filledWire(column, options)
    : reserveKey(changes, column, options.allocateId)
}

function choosePlan(changes: ChangeSet, options: CaptureOptions): EventPlan {
  const { plans } = changes.table
  switch (options.onDuplicate) {
    case undefined:
      return plans.insert
    case 'ignore':
      return plans.insertIgnore
    case 'update':
      return plans.upsert(changes.dirty, changes.amounts?.mask ?? NO_COLUMNS)
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

  constructor(entity: AnyEntity, event: ChangeEvent, plan: EventPlan, phase: Phase) {
    super(entity, event, entity.$changes.table.filled)
    this.#plan = plan
    this.#settle(entity.$changes, phase)
  }

  /** The entity now holds what the event holds. */
  #settle(changes: ChangeSet, phase: Phase): void {
    changes.phase = phase
    const { columns, unsettled } = this.#plan
    for (const place of unsettled) {
      const column = columns[place] as Column
      const wire = this.event.values[place] as WireValue
      if (column.definition.id !== undefined && phase === 'unkeyed') {
        changes.reserved ??= changes.values[column.index]
        changes.values[column.index] = undefined
      } else if (column.mutable) {
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
    if (above !== undefined) noteFormer(above, column.index, undefined)
    else if (!changes.dirty.has(column.index)) restoreFilled(changes, column, undefined)
  }
}

function isPlain(wire: WireValue): wire is string | number {
  return typeof wire === 'string' || typeof wire === 'number'
}
