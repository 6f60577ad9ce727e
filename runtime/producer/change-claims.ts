import type { AnyEntity, Column, Table } from '../entity/index.js'
import type { WireValue } from '../event/unit.js'

/** What a flusher is to do with an entity. */
export type ChangeKind = 'flush' | 'delete'

/** A row by one of its columns: `Team id 7`. */
export type RowName = string

/** Values of a unique key: `Team title red`. */
export type ValueName = string

/** Of a unique key: nobody else may have the same. */
export interface UniqueClaim {
  readonly columns: readonly Column[]
  readonly value: ValueName
}

/** A reference that a change sets: to an entity, or to a row by its key. */
export interface ReferenceClaim {
  readonly column: Column
  readonly parent: AnyEntity | RowName
}

/** True where the row goes; a soft delete is an update. */
export function removesRow(entity: AnyEntity, kind: ChangeKind): boolean {
  return kind === 'delete' && entity.$changes.table.softDelete === undefined
}

/** References that an insert or update sets. */
export function claimedReferences(entity: AnyEntity): readonly ReferenceClaim[] {
  const { table } = entity.$changes
  if (table.byReference.size === 0) return []
  return [...table.byReference.values()].flatMap((column): readonly ReferenceClaim[] => {
    if (!isWritten(entity, column)) return []
    const held = entity.$changes.held?.[column.index]
    if (held !== undefined) return [{ column, parent: held }]
    return parentName(column, wireNow(entity, column)).map((parent) => ({ column, parent }))
  })
}

/** Rows that a change no longer refers to. */
export function releasedReferences(entity: AnyEntity, kind: ChangeKind): readonly RowName[] {
  const { $changes } = entity
  if ($changes.phase === 'new') return []
  return [...$changes.table.byReference.values()].flatMap((column) =>
    removesRow(entity, kind) || isWritten(entity, column) ? parentName(column, $changes.formerWire(column)) : [],
  )
}

/** A new row, by every column that is known and that a reference may name. */
export function createdRow(entity: AnyEntity): readonly RowName[] {
  const { table } = entity.$changes
  return table.columns.flatMap((column) => rowName(table.entity, column, wireNow(entity, column)))
}

/** A row that goes, in the same way. */
export function removedRow({ $changes }: AnyEntity): readonly RowName[] {
  const { table } = $changes
  return table.columns.flatMap((column) => rowName(table.entity, column, $changes.formerWire(column)))
}

/** Unique values that another row may have once this is done. */
export function releasedValues(entity: AnyEntity, kind: ChangeKind): readonly ValueName[] {
  const { $changes } = entity
  if ($changes.phase === 'new') return []
  const former = (column: Column) => $changes.formerWire(column)
  const isReleased = (column: Column) => removesRow(entity, kind) || isWritten(entity, column)
  return uniquesOf($changes.table)
    .filter((columns) => columns.some(isReleased))
    .flatMap((columns) => valueName($changes.table, columns, former))
}

/** Unique values that no other row may have when this is done. */
export function claimedValues(entity: AnyEntity): readonly UniqueClaim[] {
  const { table } = entity.$changes
  return uniquesOf(table)
    .filter((columns) => columns.some((column) => isWritten(entity, column)))
    .flatMap((columns) =>
      valueName(table, columns, (column) => wireNow(entity, column)).map((value) => ({ columns, value })),
    )
}

function isWritten({ $changes }: AnyEntity, column: Column): boolean {
  return $changes.phase === 'new' || $changes.dirty.has(column.index)
}

function parentName(column: Column, wire: WireValue | undefined): readonly RowName[] {
  const { references } = column.definition
  if (references === undefined || wire === null || wire === undefined) return []
  return [`${references.entity} ${references.targetProperty} ${fold(wire)}`]
}

function rowName(entity: string, column: Column, wire: WireValue | undefined): readonly RowName[] {
  return wire === null || wire === undefined ? [] : [`${entity} ${column.property} ${fold(wire)}`]
}

/** The primary key too: a row may take the key of one that goes. */
function uniquesOf(table: Table): readonly (readonly Column[])[] {
  const byProperty = (property: string) => table.byProperty.get(property)!
  return [table.key, ...table.definition.uniques.map((unique) => unique.map(byProperty))]
}

/** Nothing where a part is NULL or not known: then nobody else can have the same. */
function valueName(
  table: Table,
  columns: readonly Column[],
  wireOf: (column: Column) => WireValue | undefined,
): readonly ValueName[] {
  const wires = columns.map(wireOf)
  if (wires.some((wire) => wire === null || wire === undefined)) return []
  const properties = columns.map((column) => column.property)
  return [`${table.entity} ${properties.join(',')} ${wires.map((wire) => fold(wire!)).join('\0')}`]
}

function wireNow({ $changes }: AnyEntity, column: Column): WireValue | undefined {
  const value = $changes.values[column.index]
  if (value === undefined) return $changes.snapshots?.[column.index]
  return value === null ? null : column.codec.toWire(value)
}

/** Values that some collation takes for equal become equal; a few more order too much, which does no harm. */
function fold(wire: WireValue): string {
  return String(wire).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trimEnd()
}
