import type { ChangeEvent, WireValue } from '../event/unit.js'
import type { CaptureOptions } from './capture-types.js'
import { filledWire } from './capture-value.js'
import { type AnyEntity, acceptValue, isEntity, knownKey } from './change-set.js'
import type { Column } from './column.js'
import { ColumnMask } from './column-mask.js'
import type { Table } from './define-table.js'
import { ReferenceNotFlushedError, UnknownPropertyError, ValueError } from './errors/index.js'

type ByKeyOptions = Pick<CaptureOptions, 'now'>

/**
 * An update of a row that was not loaded; null when the patch names nothing. Former values are unknown, and so is a
 * version token: the row gets a fresh one whatever it had. Throws ValueError and UnknownPropertyError.
 */
export function capturePatch(table: Table, key: unknown, patch: object, options: ByKeyOptions): ChangeEvent | null {
  const values = new Map<Column, WireValue>()
  for (const [property, value] of Object.entries(patch)) {
    if (value === undefined) continue
    const column = patchedColumn(table, property)
    values.set(column, toWire(column, isEntity(value) ? referencedKey(table, column, value) : value))
  }
  return values.size === 0 ? null : updateByKey(table, key, values, options)
}

/** A deletion of a row that was not loaded; an update where the table marks rows as deleted. */
export function captureDeleteByKey(table: Table, key: unknown, options: ByKeyOptions): ChangeEvent {
  if (table.softDelete !== undefined) {
    return updateByKey(table, key, new Map([[table.softDelete, filledWire(table.softDelete, options)]]), options)
  }
  return { shape: table.plans.deleteById.shape, values: keyWires(table, key) }
}

/** A key of the program, a value or for composite keys an object of properties, in the order of `table.key`. */
export function keyWires(table: Table, key: unknown): readonly WireValue[] {
  const [only] = table.key as readonly [Column]
  if (table.key.length === 1) return [toWire(only, key)]
  return table.key.map((column) => {
    const part = typeof key === 'object' && key !== null ? (key as Record<string, unknown>)[column.property] : undefined
    if (part === undefined) throw new ValueError(column.place, key, 'is missing in the key', `give ${keyForm(table)}`)
    return toWire(column, part)
  })
}

function updateByKey(table: Table, key: unknown, values: Map<Column, WireValue>, options: ByKeyOptions): ChangeEvent {
  const stamped = table.version === undefined ? table.onUpdateNow : [...table.onUpdateNow, table.version]
  for (const column of stamped) if (!values.has(column)) values.set(column, filledWire(column, options))
  const changed = new ColumnMask()
  for (const column of values.keys()) changed.add(column.index)
  const { columns, shape } = table.plans.patch(changed)
  const wires = columns.slice(table.key.length).map((column) => values.get(column) ?? null)
  return { shape, values: [...keyWires(table, key), ...wires] }
}

function patchedColumn(table: Table, property: string): Column {
  const column = table.byProperty.get(property) ?? table.byReference.get(property)
  if (column !== undefined && isPatchable(table, column)) return column
  const known = table.columns.filter((other) => isPatchable(table, other)).map((other) => other.property)
  throw new UnknownPropertyError(
    table.entity,
    property,
    column === undefined ? 'does not exist' : 'cannot be patched',
    known,
  )
}

function isPatchable(table: Table, column: Column): boolean {
  return column.filledBy !== 'database' && column.filledBy !== 'version' && !table.key.includes(column)
}

function toWire(column: Column, value: unknown): WireValue {
  const kept = acceptValue(column, value)
  return kept === null ? null : column.codec.toWire(kept)
}

function referencedKey(table: Table, column: Column, entity: AnyEntity): unknown {
  const key = knownKey(entity, column)
  if (key !== undefined) return key
  throw new ReferenceNotFlushedError(
    table.entity,
    column.definition.references?.property ?? column.property,
    entity.$changes.table.entity,
  )
}

function keyForm(table: Table): string {
  return `{ ${table.key.map((column) => column.property).join(', ')} }`
}
