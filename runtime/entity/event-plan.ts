import type { EventField, EventShape, FieldRole, Operation } from '../event/unit.js'
import type { Column } from './column.js'
import type { ColumnMask } from './column-mask.js'

/** How one form of event is filled: a column for each field of its shape. Cached, so that events share the shape. */
export interface EventPlan {
  readonly shape: EventShape
  readonly columns: readonly Column[]
  /** Place of the first amount; amounts come last. */
  readonly addsFrom: number
  /** Places of the columns that may hold something else once an insert is captured: what the flush fills, what changes in place, and references. */
  readonly unsettled: readonly number[]
}

/** The columns of a table that plans are made from. */
export interface PlanColumns {
  readonly entity: string
  readonly columns: readonly Column[]
  readonly key: readonly Column[]
  /** Every column that an insert names, key first. */
  readonly inserted: readonly Column[]
  /** Columns of unique keys and references: their former values order events. */
  readonly ordering: ReadonlySet<Column>
  readonly version: Column | undefined
}

export function planInsert(table: PlanColumns, operation: 'insert' | 'insertIgnore'): EventPlan {
  const plan = new PlanBuilder(table.entity, operation)
  for (const column of table.inserted) plan.add(table.key.includes(column) ? 'key' : 'set', column)
  return plan.build()
}

/** `given` are set by the program, `added` were incremented; the others keep what an existing row has. */
export function planUpsert(table: PlanColumns, given: ColumnMask, added: ColumnMask): EventPlan {
  const plan = new PlanBuilder(table.entity, 'upsert')
  for (const column of table.inserted) {
    if (table.key.includes(column)) plan.add('key', column)
    else plan.add(given.has(column.index) && !added.has(column.index) ? 'set' : 'init', column)
  }
  for (const column of table.columns) if (added.has(column.index)) plan.add('add', column)
  return plan.build()
}

/** Changes `dirty`, of which `added` by an amount; `match` asks that the version is still the one known here. */
export function planUpdate(
  table: PlanColumns,
  dirty: ColumnMask,
  added: ColumnMask,
  match: 'version' | 'nothing',
): EventPlan {
  const plan = new PlanBuilder(table.entity, 'update')
  const changed = table.columns.filter((column) => dirty.has(column.index))
  for (const column of table.key) plan.add('key', column)
  for (const column of changed) if (table.ordering.has(column) && !table.key.includes(column)) plan.add('was', column)
  if (match === 'version' && table.version !== undefined) plan.add('match', table.version)
  for (const column of changed) plan.add(added.has(column.index) ? 'add' : 'set', column)
  return plan.build()
}

export function planDelete(table: PlanColumns, known: 'row' | 'key'): EventPlan {
  const plan = new PlanBuilder(table.entity, 'delete')
  for (const column of table.key) plan.add('key', column)
  if (known === 'row') for (const column of table.ordering) if (!table.key.includes(column)) plan.add('was', column)
  return plan.build()
}

class PlanBuilder {
  readonly #operation: Operation
  readonly #entity: string
  readonly #fields: EventField[] = []
  readonly #columns: Column[] = []

  constructor(entity: string, operation: Operation) {
    this.#entity = entity
    this.#operation = operation
  }

  add(role: FieldRole, column: Column): void {
    this.#fields.push({ property: column.property, role })
    this.#columns.push(column)
  }

  build(): EventPlan {
    const columns = this.#columns
    const firstAdd = this.#fields.findIndex(({ role }) => role === 'add')
    return {
      shape: { operation: this.#operation, entity: this.#entity, fields: this.#fields },
      columns,
      addsFrom: firstAdd < 0 ? columns.length : firstAdd,
      unsettled: columns.flatMap((column, place) => (staysAsItIs(column) ? [] : [place])),
    }
  }
}

function staysAsItIs({ filledBy, mutable, definition }: Column): boolean {
  return filledBy === 'input' && !mutable && definition.references === undefined && definition.id === undefined
}
