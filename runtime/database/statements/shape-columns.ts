import type { Column, Table } from '../../entity/index.js'
import type { EventShape, FieldRole, WireValue } from '../../event/unit.js'
import type { PlannedRow } from '../../ports.js'
import type { SqlValue } from '../session.js'
import type { GeneratedIds } from './generated-ids.js'

/** A field of an event's shape with the column that it names. */
export interface FieldColumn {
  /** Index of its value in the event. */
  readonly index: number
  readonly column: Column
  /** The column's name as SQL. */
  readonly name: string
}

/** The fields of a shape by role, `was` left out: it is for ordering alone. */
export type ShapeColumns = Readonly<Record<Exclude<FieldRole, 'was'>, readonly FieldColumn[]>>

const cache = new WeakMap<EventShape, ShapeColumns>()

/** Shapes are shared by all events of one form, so this is done once for each. */
export function shapeColumns(shape: EventShape, table: Table): ShapeColumns {
  const known = cache.get(shape)
  if (known !== undefined) return known
  const byRole: Record<keyof ShapeColumns, FieldColumn[]> = { key: [], set: [], add: [], match: [], init: [] }
  shape.fields.forEach(({ property, role }, index) => {
    if (role === 'was') return
    const column = table.byProperty.get(property)
    if (column === undefined) throw new TypeError(`${shape.entity} has no property ${property}`)
    byRole[role].push({ index, column, name: quoteName(column.definition.column) })
  })
  cache.set(shape, byRole)
  return byRole
}

/** What the row's event says of a field, as a parameter of a statement. */
export function parameter({ index, column }: FieldColumn, row: PlannedRow, ids: GeneratedIds): SqlValue {
  const wire = ids.resolve(row.event.values[index] as WireValue, row)
  return wire === null ? null : column.codec.toParameter(wire)
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
