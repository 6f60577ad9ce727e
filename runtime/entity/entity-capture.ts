import type { ChangeEvent } from '../event/unit.js'
import type { Amounts } from './amounts.js'
import type { Capture } from './capture-types.js'
import type { AnyEntity, ChangeSet } from './change-set.js'
import type { Wire } from './codec/index.js'
import type { Column } from './column.js'
import { type ColumnMask, NO_COLUMNS } from './column-mask.js'
import type { Table } from './define-table.js'
import { type Layer, layerAbove, layerToMergeInto, mergeBelow, noteFormer, type Phase } from './layer.js'

const NONE: readonly Layer[] = []

/** A capture of an entity: puts itself on top of those that are on their way, and takes itself out when it is settled. */
export abstract class EntityCapture implements Capture, Layer {
  abstract readonly kind: Layer['kind']
  readonly entity: AnyEntity
  readonly event: ChangeEvent
  phaseBefore: Phase
  dirty: ColumnMask
  readonly filled: ColumnMask
  amounts: Amounts | undefined
  former: unknown[] | undefined
  older: Layer | undefined
  carrier: object | undefined = undefined

  /** Takes over what is dirty: the entity is clean afterwards. */
  constructor(entity: AnyEntity, event: ChangeEvent, filled: ColumnMask) {
    const changes = entity.$changes
    this.entity = entity
    this.event = event
    this.phaseBefore = changes.phase
    this.dirty = changes.dirty
    this.filled = filled
    this.amounts = changes.amounts
    this.former = changes.former
    this.older = changes.newest
    changes.newest = this
    changes.dirty = NO_COLUMNS
    changes.amounts = undefined
    changes.former = undefined
  }

  get table(): Table {
    return this.entity.$changes.table
  }

  queued(): void {
    this.unlink()
  }

  abstract refused(): void

  /** Takes the layer out of its entity and returns those above it, the nearest last. */
  protected unlink(): readonly Layer[] {
    const { $changes } = this.entity
    if ($changes.newest === this) {
      $changes.newest = this.older
      return NONE
    }
    const above: Layer[] = []
    for (let layer = $changes.newest; layer !== undefined && layer !== this; layer = layer.older) above.push(layer)
    const nearest = above.at(-1)
    if (nearest !== undefined) nearest.older = this.older
    return above
  }
}

/** Gives the columns that a refused capture had written back to the entity, or to the capture above that wrote them too. */
export function mergeBack(capture: EntityCapture, above: readonly Layer[]): void {
  const changes = capture.entity.$changes
  for (const column of changes.table.columns) {
    const former = capture.former?.[column.index]
    if (capture.dirty.has(column.index)) {
      const later = layerToMergeInto(above, column)
      if (later === undefined) setFormer(changes, column, former)
      else noteFormer(later, column.index, former)
      mergeBelow(later ?? changes, capture, column)
    } else if (capture.filled.has(column.index)) {
      const later = layerAbove(above, column)
      if (later === undefined) restoreFilled(changes, column, former)
      else noteFormer(later, column.index, former)
    }
  }
}

function setFormer(changes: ChangeSet, column: Column, former: unknown): void {
  if (column.mutable) {
    if (former !== undefined) changes.setSnapshot(column.index, former as Wire | null)
  } else if (changes.phase !== 'new') {
    noteFormer(changes, column.index, former)
  }
}

/** Sets a filled column back to what it was before the capture. */
export function restoreFilled(changes: ChangeSet, column: Column, former: unknown): void {
  if (column.mutable) {
    changes.setSnapshot(column.index, former as Wire | null | undefined)
    changes.values[column.index] = former === null ? null : undefined
  } else {
    changes.values[column.index] = former
  }
}
