import type { ColumnDefinition, ColumnType, TableDefinition } from '../../entity/table.js'
import type { EventShape, FieldRole, WireValue } from '../../event/unit.js'
import type { SqlValue } from '../session.js'

/** A field of an event's shape with the column that it names. */
export interface FieldColumn {
  /** Index of its value in the event. */
  readonly index: number
  readonly column: ColumnDefinition
  /** The column's name as SQL. */
  readonly name: string
  /** A value as it travels -> a parameter. References are resolved before. */
  toParameter(value: Exclude<WireValue, object> | null): SqlValue
}

/** The fields of a shape by role, `was` left out: it is for ordering alone. */
export type ShapeColumns = Readonly<Record<Exclude<FieldRole, 'was'> | 'init', readonly FieldColumn[]>>

const cache = new WeakMap<EventShape, ShapeColumns>()

/** Shapes are shared by all events of one form, so this is done once for each. */
export function shapeColumns(shape: EventShape, table: TableDefinition): ShapeColumns {
  const known = cache.get(shape)
  if (known !== undefined) return known
  const columns = new Map(table.columns.map((column) => [column.property, column]))
  const byRole: Record<keyof ShapeColumns, FieldColumn[]> = { key: [], set: [], add: [], match: [], init: [] }
  shape.fields.forEach(({ property, role }, index) => {
    if (role === 'was') return
    const column = columns.get(property)
    if (column === undefined) throw new TypeError(`${table.entity} has no property ${property}`)
    byRole[role].push({ index, column, name: quoteName(column.column), toParameter: parameterOf(column.type) })
  })
  cache.set(shape, byRole)
  return byRole
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

function parameterOf(type: ColumnType): FieldColumn['toParameter'] {
  switch (type.kind) {
    case 'binary':
    case 'varbinary':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
      return (value) => (typeof value === 'string' ? Buffer.from(value, 'base64') : value)
    case 'bit':
      return (value) => (value === null ? null : bitBytes(value, type.length))
    default:
      return (value) => value
  }
}

/** MySQL reads a decimal text that is given for BIT as characters, so it gets bytes. */
function bitBytes(value: string | number, length: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes.subarray(8 - Math.ceil(length / 8))
}
