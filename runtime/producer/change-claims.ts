import type { AnyEntity, Column, Table } from '../entity/index.js'
import type { WireValue } from '../event/unit.js'

/** What a flusher is to do with an entity. */
export type ChangeKind = 'flush' | 'delete'

/** A new row that others may refer to, or a row that goes. */
export type RowName = string

/** A reference whose value a change sets: to an entity of the unit, or to a row by its key. */
export interface ReferenceClaim {
  readonly column: Column
  readonly parent: AnyEntity | RowName
}

/** What a change takes and gives free; its place in a unit follows from these alone. */
export interface ChangeClaims {
  /** Rows that exist once this is done, under each name that a reference may use. */
  readonly creates: readonly RowName[]
  /** Rows that are gone once this is done. */
  readonly removes: readonly RowName[]
  readonly refersTo: readonly ReferenceClaim[]
  /** Rows that this no longer refers to. */
  readonly letsGo: readonly RowName[]
  readonly takes: readonly string[]
  readonly frees: readonly string[]
}

/** Reads the claims off an entity before it is captured. */
export function claimsOf(entity: AnyEntity, kind: ChangeKind): ChangeClaims {
  const { phase, table } = entity.$changes
  if (kind === 'delete' && table.softDelete === undefined) return claimsOfDelete(entity)
  return phase === 'new' ? claimsOfInsert(entity) : claimsOfUpdate(entity)
}

function claimsOfInsert(entity: AnyEntity): ChangeClaims {
  const { table } = entity.$changes
  return {
    creates: table.columns.flatMap((column) => rowName(table.entity, column, wireNow(entity, column))),
    removes: [],
    refersTo: table.columns.flatMap((column) => referenceOf(entity, column)),
    letsGo: [],
    takes: uniquesOf(table).flatMap((columns) => valueName(table, columns, (column) => wireNow(entity, column))),
    frees: [],
  }
}

function claimsOfUpdate(entity: AnyEntity): ChangeClaims {
  const { $changes } = entity
  const { table } = $changes
  $changes.noticeMutations()
  const isDirty = (column: Column) => $changes.dirty.has(column.index)
  const changed = table.columns.filter(isDirty)
  const uniques = uniquesOf(table).filter((columns) => columns.some(isDirty))
  return {
    creates: [],
    removes: [],
    refersTo: changed.flatMap((column) => referenceOf(entity, column)),
    letsGo: changed.flatMap((column) => parentName(column, $changes.formerWire(column))),
    takes: uniques.flatMap((columns) => valueName(table, columns, (column) => wireNow(entity, column))),
    frees: uniques.flatMap((columns) => valueName(table, columns, (column) => $changes.formerWire(column))),
  }
}

function claimsOfDelete({ $changes }: AnyEntity): ChangeClaims {
  const { table } = $changes
  const former = (column: Column) => $changes.formerWire(column)
  return {
    creates: [],
    removes: table.columns.flatMap((column) => rowName(table.entity, column, former(column))),
    refersTo: [],
    letsGo: table.columns.flatMap((column) => parentName(column, former(column))),
    takes: [],
    frees: uniquesOf(table).flatMap((columns) => valueName(table, columns, former)),
  }
}

function referenceOf(entity: AnyEntity, column: Column): readonly ReferenceClaim[] {
  if (column.definition.references === undefined) return []
  const held = entity.$changes.held?.[column.index]
  if (held !== undefined) return [{ column, parent: held }]
  return parentName(column, wireNow(entity, column)).map((parent) => ({ column, parent }))
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
): readonly string[] {
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
