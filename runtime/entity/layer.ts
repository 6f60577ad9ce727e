import { Amounts } from './amounts.js'
import type { Column } from './column.js'
import { ColumnMask, NO_COLUMNS } from './column-mask.js'

/**
 * `new`: no insert is queued or on its way. `stored`: the next flush is an update. `unkeyed`: inserted, but only MySQL
 * knows the key. `deleted`: nothing more can be done.
 */
export type Phase = 'new' | 'stored' | 'unkeyed' | 'deleted'

/** What the program changed: of an entity since its last capture, of a capture before it. */
export interface Changes {
  /** Shared where it is empty. */
  dirty: ColumnMask
  /** Of the dirty columns those that are added to, not set. */
  amounts: Amounts | undefined
}

/** A capture on its way, as the entity keeps it: what it takes to be as dirty as before should it be refused. */
export interface Layer extends Changes {
  readonly kind: 'insert' | 'update' | 'delete'
  phaseBefore: Phase
  /** What the flush set besides: ids, times and version tokens. */
  readonly filled: ColumnMask
  /** By column, the value before; the wire form of values that can change in place. */
  former: unknown[] | undefined
  /** The capture before this one, if it is still on its way. */
  older: Layer | undefined
  /** For whoever takes it on its way to leave a mark. */
  carrier: object | undefined
}

export function markDirty(changes: Changes, index: number): void {
  if (changes.dirty === NO_COLUMNS) changes.dirty = new ColumnMask()
  changes.dirty.add(index)
}

export function markClean(changes: Changes, index: number): void {
  if (changes.dirty !== NO_COLUMNS) changes.dirty.delete(index)
}

/** Notes what a column held before a change. */
export function noteFormer(changes: { former: unknown[] | undefined }, index: number, former: unknown): void {
  changes.former ??= []
  changes.former[index] = former
}

export function isSet(changes: Changes, column: Column): boolean {
  return changes.dirty.has(column.index) && !isAdded(changes, column)
}

function isAdded(changes: Changes, column: Column): boolean {
  return changes.amounts?.mask.has(column.index) ?? false
}

/** Puts a refused change of `column` under later ones: amounts add up, and what was set once is set as a whole. */
export function mergeBelow(later: Changes, refused: Changes, column: Column): void {
  if (isAdded(refused, column)) {
    if (!isSet(later, column)) {
      later.amounts ??= new Amounts()
      later.amounts.add(column, refused.amounts?.of(column))
    }
  } else {
    later.amounts?.mask.delete(column.index)
  }
  markDirty(later, column.index)
}

/** The nearest of the layers above that wrote `column`. */
export function layerAbove(above: readonly Layer[], column: Column): Layer | undefined {
  return above.findLast((layer) => layer.dirty.has(column.index) || layer.filled.has(column.index))
}

/** The nearest of the layers above that a change of `column` belongs under; a deletion keeps all that it made moot. */
export function layerToMergeInto(above: readonly Layer[], column: Column): Layer | undefined {
  return above.findLast(
    (layer) => layer.kind === 'delete' || layer.dirty.has(column.index) || layer.filled.has(column.index),
  )
}
