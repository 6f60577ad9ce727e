import { v7 } from 'uuid'
import { acceptValue, ChangeSet } from './change-set.js'
import type { Column } from './column.js'
import { initialValue, type Table } from './define-table.js'
import { UnknownPropertyError, ValueError } from './errors/index.js'
import { markDirty } from './layer.js'

/** The values of a new entity: its input over the defaults. Throws ValueError and UnknownPropertyError. */
export function constructChanges(table: Table, input: object): ChangeSet {
  const changes = new ChangeSet(table, table.initial.slice(), 'new')
  for (const column of table.copiedDefaults) changes.values[column.index] = initialValue(column)
  for (const column of table.key) if (column.filledBy === 'construction') changes.values[column.index] = v7()
  for (const property in input) {
    const value = (input as Record<string, unknown>)[property]
    if (value !== undefined) setInput(changes, property, value)
  }
  if (!changes.dirty.covers(table.required)) throw missingInput(changes)
  return changes
}

function setInput(changes: ChangeSet, property: string, value: unknown): void {
  const { byProperty, byReference } = changes.table
  const column = byProperty.get(property)
  if (column === undefined) {
    const reference = byReference.get(property)
    if (reference === undefined) throw unknownInput(changes.table, property)
    changes.setReference(reference.index, value)
  } else if (column.filledBy === 'input' || column.filledBy === 'now' || column.filledBy === 'construction') {
    changes.values[column.index] = acceptValue(column, value)
    markDirty(changes, column.index)
  } else {
    throw unknownInput(changes.table, property)
  }
}

function unknownInput(table: Table, property: string): UnknownPropertyError {
  const known = table.columns.filter(({ filledBy }) => filledBy === 'input' || filledBy === 'now').map(inputName)
  const reason = table.byProperty.has(property) ? 'cannot be given: orm-gen or the database fills it' : 'does not exist'
  return new UnknownPropertyError(table.entity, property, reason, known)
}

function missingInput({ table, dirty }: ChangeSet): ValueError {
  const missing = table.columns.find(({ index }) => table.required.has(index) && !dirty.has(index))
  const property = missing === undefined ? '' : inputName(missing)
  const place = { entity: table.entity, property, sensitive: false }
  return new ValueError(place, undefined, 'must be given: it is not nullable and has no default')
}

/** As the constructor of the generated class calls the column. */
function inputName({ property, definition }: Column): string {
  return definition.references?.property ?? property
}
