import { ChangeSet } from './change-set.js'
import type { Column } from './column.js'
import type { Table } from './define-table.js'
import { RowError } from './errors/index.js'

/**
 * A row by column names, as mysql2 and Kysely give it, else by property, as Drizzle does; values as any usual setting of
 * a driver gives them. Throws RowError.
 */
export function changesFromRow(table: Table, row: unknown): ChangeSet {
  const [key] = table.key
  if ((typeof row !== 'object' || row === null) && key !== undefined)
    throw new RowError(key.place, row, 'a row as an object')
  const named = row as Record<string, unknown>
  const byColumn = table.columns.every((column) => column.definition.column in named)
  return changesFromValues(
    table,
    table.columns.map((column) => named[byColumn ? column.definition.column : column.property]),
  )
}

/** The values of a row in the order of `table.columns`. Throws RowError. */
export function changesFromValues(table: Table, raw: readonly unknown[]): ChangeSet {
  const changes = new ChangeSet(table, [], 'stored')
  for (const column of table.columns) readColumn(changes, column, raw[column.index])
  return changes
}

function readColumn(changes: ChangeSet, column: Column, raw: unknown): void {
  if (raw === null && column.nullable) {
    changes.values.push(null)
    if (column.mutable) changes.setSnapshot(column.index, null)
    return
  }
  if (raw === undefined || raw === null)
    throw new RowError(column.place, raw, column.nullable ? 'a value or NULL' : 'a value')
  const wire = column.codec.readRow(raw)
  if (column.mutable) {
    changes.values.push(undefined)
    changes.setSnapshot(column.index, wire)
  } else {
    changes.values.push(column.codec.fromWire(wire))
  }
}
