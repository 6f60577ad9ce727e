import type { Column, Table } from '../entity/index.js'
import type { ColumnType } from '../entity/table.js'
import type { ChangeEvent, EventField, EventShape, Unit, WireValue } from '../event/unit.js'

/** The unit in the terms of this process's tables, or what this process does not know of it. */
export type AdaptedUnit =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'unknown'; readonly what: string }

/**
 * Lets producers of neighbouring schema versions be understood: an older one has the effect that it would have had just
 * before the migration; a newer one is understood as far as its names and members are known. docs/rolling-deploys.md.
 */
export class SchemaAdapter {
  readonly #tables: ReadonlyMap<string, Table>
  readonly #shapes = new WeakMap<EventShape, AdaptedShape>()

  constructor(tables: ReadonlyMap<string, Table>) {
    this.#tables = tables
  }

  adapt(unit: Unit): AdaptedUnit {
    let events: ChangeEvent[] | undefined
    for (let index = 0; index < unit.events.length; index++) {
      const event = unit.events[index]!
      const adapted = this.#shapeOf(event.shape)
      if (adapted.kind === 'unknown') return adapted
      const member = firstUnknownMember(event, adapted.members)
      if (member !== undefined) return { kind: 'unknown', what: member }
      if (adapted.kind === 'same') continue
      events ??= [...unit.events]
      const values = adapted.kept.map((at) => event.values[at]!)
      events[index] = { shape: adapted.shape, values: [...values, ...adapted.filled] }
    }
    return { kind: 'unit', unit: events === undefined ? unit : { ...unit, events } }
  }

  #shapeOf(shape: EventShape): AdaptedShape {
    let adapted = this.#shapes.get(shape)
    if (adapted === undefined) {
      const table = this.#tables.get(shape.entity)
      adapted = table === undefined ? { kind: 'unknown', what: `the entity ${shape.entity}` } : adaptShape(shape, table)
      this.#shapes.set(shape, adapted)
    }
    return adapted
  }
}

type AdaptedShape =
  | { readonly kind: 'same'; readonly members: readonly MemberCheck[] }
  | {
      readonly kind: 'changed'
      readonly shape: EventShape
      /** Positions of the values that stay. */
      readonly kept: readonly number[]
      /** Values of columns that the producer does not know; they stand last. */
      readonly filled: readonly WireValue[]
      readonly members: readonly MemberCheck[]
    }
  | { readonly kind: 'unknown'; readonly what: string }

/** A value of the event that must be a member of an enum or set. */
interface MemberCheck {
  readonly index: number
  readonly name: string
  readonly known: ReadonlySet<string>
  readonly kind: 'enum' | 'set'
}

function adaptShape(shape: EventShape, table: Table): AdaptedShape {
  const fields: EventField[] = []
  const kept: number[] = []
  const members: MemberCheck[] = []
  for (const [index, field] of shape.fields.entries()) {
    const column = table.byProperty.get(field.property) ?? renamed(table, field.property)
    if (column === undefined) {
      if (field.role !== 'key' && table.definition.removed?.includes(field.property)) continue
      return { kind: 'unknown', what: `${shape.entity}.${field.property}` }
    }
    fields.push(column.property === field.property ? field : { ...field, property: column.property })
    kept.push(index)
    const { type } = column.definition
    if (field.role !== 'was' && (type.kind === 'enum' || type.kind === 'set')) {
      members.push({ index, name: `${shape.entity}.${column.property}`, known: new Set(type.values), kind: type.kind })
    }
  }
  const missing = shape.operation === 'update' || shape.operation === 'delete' ? [] : missingColumns(fields, table)
  if (missing.length === 0 && shape.fields.every((field, index) => field === fields[index])) {
    return { kind: 'same', members }
  }
  const role = shape.operation === 'upsert' ? 'init' : 'set'
  const added = missing.map(({ property }): EventField => ({ property, role }))
  const filled = missing.map(({ definition }) => implicitDefault(definition.type))
  return { kind: 'changed', shape: { ...shape, fields: [...fields, ...added] }, kept, filled, members }
}

function renamed(table: Table, property: string): Column | undefined {
  return table.columns.find(({ definition }) => definition.renamedFrom?.includes(property))
}

/** Columns that an older producer does not know and that MySQL would refuse to leave out. */
function missingColumns(fields: readonly EventField[], table: Table): readonly Column[] {
  const present = new Set(fields.map(({ property }) => property))
  return table.written.filter(
    ({ property, definition, nullable }) =>
      !present.has(property) && !nullable && definition.default === undefined && definition.id !== 'autoIncrement',
  )
}

/** What `ALTER TABLE ... ADD COLUMN ... NOT NULL` gives the rows that are there. */
function implicitDefault(type: ColumnType): WireValue {
  switch (type.kind) {
    case 'enum':
      return type.values[0] ?? ''
    case 'date':
      return '0001-01-01'
    case 'datetime':
      return '0001-01-01 00:00:00'
    case 'timestamp':
      return '1970-01-01 00:00:01'
    case 'time':
      return '00:00:00'
    case 'json':
      return 'null'
    case 'uuid':
      return '00000000-0000-0000-0000-000000000000'
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'float':
    case 'double':
    case 'bool':
    case 'bit':
    case 'year':
      return 0
    default:
      return ''
  }
}

function firstUnknownMember({ values }: ChangeEvent, checks: readonly MemberCheck[]): string | undefined {
  for (const { index, name, known, kind } of checks) {
    const value = values[index]
    if (typeof value !== 'string' || value === '') continue
    const unknown = (kind === 'enum' ? [value] : value.split(',')).find((member) => !known.has(member))
    if (unknown !== undefined) return `the member ${JSON.stringify(unknown)} of ${name}`
  }
  return undefined
}
