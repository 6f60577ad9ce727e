import { isMoment, isNumeric } from './codec/index.js'
import { type Column, type FilledBy, makeColumns } from './column.js'
import { ColumnMask, NO_COLUMNS } from './column-mask.js'
import { type EventPlan, type PlanColumns, planDelete, planInsert, planUpdate, planUpsert } from './event-plan.js'
import { Shards } from './shards.js'
import type { TableDefinition } from './table.js'

/** A table with everything that is derived from its definition. Frozen; the plans inside are made as they are needed. */
export interface Table extends PlanColumns {
  readonly definition: TableDefinition
  /** By property. */
  readonly byProperty: ReadonlyMap<string, Column>
  /** References by the property that takes an entity: `team`. */
  readonly byReference: ReadonlyMap<string, Column>
  /** Columns whose values are objects that can change in place. */
  readonly mutable: readonly Column[]
  /** Columns that MySQL does not compute. */
  readonly written: readonly Column[]
  /** What a constructor must be given. */
  readonly required: ColumnMask
  /** Values of a new entity before its input: defaults, null, or undefined where there is none. */
  readonly initial: readonly unknown[]
  /** Columns with a default that each entity needs a copy of. */
  readonly copiedDefaults: readonly Column[]
  /** Columns that `increment` takes. */
  readonly numeric: readonly Column[]
  readonly softDelete: Column | undefined
  readonly onUpdateNow: readonly Column[]
  /** Columns that a flush fills in a new row where the program gave no value. */
  readonly filled: ColumnMask
  /** The key column that a sequence or MySQL fills; undefined where the program knows the key. */
  readonly assignedKey: Column | undefined
  /** Undefined where one pool holds all rows. */
  readonly shards: Shards | undefined
  readonly plans: PlanCache
}

/** Plans by the columns that they change. */
class PlanCache {
  readonly insert: EventPlan
  readonly insertIgnore: EventPlan
  readonly delete: EventPlan
  readonly deleteById: EventPlan
  readonly #table: PlanColumns
  readonly #updates = new Map<number | string, EventPlan>()
  readonly #others = new Map<string, EventPlan>()

  constructor(table: PlanColumns) {
    this.#table = table
    this.insert = planInsert(table, 'insert')
    this.insertIgnore = planInsert(table, 'insertIgnore')
    this.delete = planDelete(table, 'row')
    this.deleteById = planDelete(table, 'key')
  }

  update(dirty: ColumnMask, added: ColumnMask): EventPlan {
    if (!added.isEmpty)
      return this.#other(`+${dirty.key}/${added.key}`, () => planUpdate(this.#table, dirty, added, 'version'))
    const key = dirty.key
    let plan = this.#updates.get(key)
    if (plan === undefined) {
      plan = planUpdate(this.#table, dirty, added, 'version')
      this.#updates.set(key, plan)
    }
    return plan
  }

  upsert(given: ColumnMask, added: ColumnMask): EventPlan {
    return this.#other(`?${given.key}/${added.key}`, () => planUpsert(this.#table, given, added))
  }

  /** A change of a row that was not loaded: neither former values nor its version are known. */
  patch(changed: ColumnMask): EventPlan {
    return this.#other(`=${changed.key}`, () =>
      planUpdate({ ...this.#table, ordering: new Set() }, changed, NO_COLUMNS, 'nothing'),
    )
  }

  #other(key: string, make: () => EventPlan): EventPlan {
    let plan = this.#others.get(key)
    if (plan === undefined) {
      plan = make()
      this.#others.set(key, plan)
    }
    return plan
  }
}

/** Derives a table from the literal of a generated module. */
export function defineTable(definition: TableDefinition): Table {
  const columns = makeColumns(definition)
  const byProperty = new Map(columns.map((column) => [column.property, column]))
  const find = (property: string): Column => {
    const column = byProperty.get(property)
    if (column === undefined) throw new TypeError(`table ${definition.entity}: no column has the property ${property}`)
    return column
  }
  const key = definition.key.map(find)
  const stored = columns.filter((column) => column.filledBy !== 'database')
  const defaults = columns.map(initialValue)
  const base: PlanColumns = {
    entity: definition.entity,
    columns,
    key,
    inserted: [...key.filter((column) => stored.includes(column)), ...stored.filter((column) => !key.includes(column))],
    ordering: new Set(
      columns.filter((column) => column.definition.references !== undefined || isUnique(definition, column)),
    ),
    version: columns.find((column) => column.definition.version),
  }
  return Object.freeze({
    ...base,
    definition,
    byProperty,
    byReference: new Map(
      columns.flatMap((column) =>
        column.definition.references ? [[column.definition.references.property, column]] : [],
      ),
    ),
    mutable: columns.filter((column) => column.mutable),
    written: columns.filter((column) => !column.definition.generated),
    required: requiredColumns(columns, defaults),
    initial: defaults.map((value, index) => (columns[index]?.mutable && value !== null ? undefined : value)),
    copiedDefaults: columns.filter((column, index) => column.mutable && defaults[index] != null),
    numeric: columns.filter((column) => isCounter(column) && !key.includes(column)),
    softDelete: columns.find((column) => column.definition.softDelete),
    onUpdateNow: columns.filter((column) => column.definition.onUpdateNow),
    filled: maskOf(columns.filter(({ filledBy }) => FILLED_BY_FLUSH.has(filledBy))),
    assignedKey: key.find((column) => column.filledBy === 'sequence' || column.filledBy === 'database'),
    shards: definition.shards && new Shards(definition.shards, find(definition.shards.key)),
    plans: new PlanCache(base),
  })
}

/** A fresh copy of a column's literal default; null or undefined where it has none. */
export function initialValue(column: Column): unknown {
  const { default: initial } = column.definition
  if (column.filledBy !== 'input') return undefined
  if (initial === undefined) return column.nullable ? null : undefined
  if (!('value' in initial) || initial.value === null) return null
  const wire = isMoment(column.codec)
    ? column.codec.readRow(initial.value)
    : column.codec.toWire(column.codec.accept(initial.value))
  return column.codec.fromWire(wire)
}

function requiredColumns(columns: readonly Column[], defaults: readonly unknown[]): ColumnMask {
  return maskOf(columns.filter(({ filledBy, index }) => filledBy === 'input' && defaults[index] === undefined))
}

const FILLED_BY_FLUSH: ReadonlySet<FilledBy> = new Set(['sequence', 'now', 'version'])

function maskOf(columns: readonly Column[]): ColumnMask {
  const mask = new ColumnMask()
  for (const column of columns) mask.add(column.index)
  return mask
}

function isCounter(column: Column): boolean {
  return column.filledBy === 'input' && isNumeric(column.codec) && column.definition.references === undefined
}

function isUnique(definition: TableDefinition, column: Column): boolean {
  return definition.uniques.some((unique) => unique.includes(column.property))
}
