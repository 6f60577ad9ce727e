import type { ChangeSet } from './change-set.js'
import type { Column } from './column.js'

/** Plain properties: bigint as text, Date in ISO form, bytes as base64. What is not known yet is left out. */
export function toPlain(changes: ChangeSet): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const column of changes.table.columns) {
    const value = peek(changes, column)
    if (value !== undefined) plain[column.property] = plainValue(value)
  }
  return plain
}

/** What `console.log` shows: values as they read, sensitive ones masked. */
export function toShown(changes: ChangeSet): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const column of changes.table.columns) {
    if (changes.isKnown(column)) shown[column.property] = shownValue(changes, column)
  }
  return shown
}

/** Never throws: to look at an entity must be possible whatever it holds. */
function shownValue(changes: ChangeSet, column: Column): unknown {
  try {
    const value = changes.get(column.index)
    return column.place.sensitive && value !== null ? '***' : value
  } catch (error) {
    return `(${error instanceof Error ? error.name : 'unreadable'})`
  }
}

/** The value, or undefined where it is not known yet. */
function peek(changes: ChangeSet, column: Column): unknown {
  return changes.isKnown(column) ? changes.get(column.index) : undefined
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return value
}
