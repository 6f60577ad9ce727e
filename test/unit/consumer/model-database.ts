import type { TableDefinition } from '../../../runtime/entity/table.js'
import type { ChangeEvent, WireValue } from '../../../runtime/event/unit.js'

type Row = Map<string, WireValue>

class Violation extends Error {}

/** Rows in memory with the rules that MySQL holds at each row: unique keys, foreign keys, cascades. */
export class ModelDatabase {
  readonly #definitions: ReadonlyMap<string, TableDefinition>
  #rows: Map<string, Map<string, Row>>

  constructor(definitions: readonly TableDefinition[], rows?: ReadonlyMap<string, ReadonlyMap<string, Row>>) {
    this.#definitions = new Map(definitions.map((definition) => [definition.entity, definition]))
    this.#rows = new Map(definitions.map(({ entity }) => [entity, new Map()]))
    for (const [entity, table] of rows ?? []) {
      for (const [id, row] of table) this.#rows.get(entity)?.set(id, new Map(row))
    }
  }

  /** Applies the event if MySQL would; says whether it did. */
  accepts(event: ChangeEvent): boolean {
    const before = new ModelDatabase([...this.#definitions.values()], this.#rows)
    try {
      this.apply(event)
      return true
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      this.#rows = before.#rows
      return false
    }
  }

  rows(entity: string): ReadonlyMap<string, ReadonlyMap<string, WireValue>> {
    return this.#rows.get(entity)!
  }

  dump(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.#rows].map(([entity, table]) => [
        entity,
        Object.fromEntries([...table].sort().map(([id, row]) => [id, Object.fromEntries([...row].sort())])),
      ]),
    )
  }

  /** Throws Violation where MySQL would refuse the row. */
  apply({ shape, values }: ChangeEvent): void {
    const table = this.#rows.get(shape.entity)!
    const of = (role: string) =>
      shape.fields.flatMap((field, index): [string, WireValue][] =>
        field.role === role ? [[field.property, values[index]!]] : [],
      )
    const id = String(of('key')[0]?.[1])
    if (shape.operation === 'delete') {
      this.#delete(shape.entity, id)
      return
    }
    const before = table.get(id)
    if (shape.operation === 'insert' && before !== undefined) throw new Violation(`duplicate ${shape.entity} ${id}`)
    if (shape.operation === 'update' && before === undefined) throw new Violation(`no ${shape.entity} ${id}`)
    const row: Row = new Map([...(before ?? []), ...of('key'), ...of('set')])
    for (const [property, amount] of of('add')) row.set(property, Number(row.get(property) ?? 0) + Number(amount))
    this.#check(shape.entity, id, row)
    table.set(id, row)
  }

  #check(entity: string, id: string, row: Row): void {
    const definition = this.#definitions.get(entity)!
    for (const [property] of definition.uniques as readonly (readonly [string])[]) {
      const value = row.get(property)
      if (value === null || value === undefined) continue
      for (const [otherId, other] of this.#rows.get(entity)!) {
        if (otherId !== id && other.get(property) === value) throw new Violation(`duplicate ${property} ${value}`)
      }
    }
    for (const { property, references } of definition.columns) {
      const value = row.get(property) ?? null
      if (references === undefined || value === null) continue
      if (!this.#rows.get(references.entity)!.has(String(value))) throw new Violation(`no parent for ${entity} ${id}`)
    }
  }

  #delete(entity: string, id: string): void {
    for (const definition of this.#definitions.values()) {
      for (const { property, references } of definition.columns) {
        if (references?.entity !== entity) continue
        for (const [childId, child] of this.#rows.get(definition.entity)!) {
          if (String(child.get(property) ?? '') !== id) continue
          if (references.onDelete === 'restrict') throw new Violation(`${entity} ${id} has children`)
          this.#delete(definition.entity, childId)
        }
      }
    }
    this.#rows.get(entity)!.delete(id)
  }
}
