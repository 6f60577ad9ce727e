import type { WireValue } from '../event/unit.js'
import type { CaptureOptions } from './capture-types.js'
import { type AnyEntity, type ChangeSet, knownKey } from './change-set.js'
import { isMoment } from './codec/index.js'
import type { Column } from './column.js'
import { IdNotAssignedError, ReferenceNotFlushedError } from './errors/index.js'
import { versionToken } from './version-token.js'

/** A column's value as it is now, on the wire. Throws where it was spoilt in place or its reference has no key. */
export function currentWire(changes: ChangeSet, column: Column, options: CaptureOptions): WireValue {
  const value = changes.values[column.index]
  if (value === null) return null
  if (value !== undefined) return column.plain ? (value as WireValue) : column.codec.toWire(value)
  const held = changes.held?.[column.index]
  if (held !== undefined) return heldWire(changes, column, held, options)
  return changes.snapshots?.[column.index] ?? null
}

/** What the flush itself puts into a column. */
export function filledWire(column: Column, options: Pick<CaptureOptions, 'now'>): WireValue {
  if (isMoment(column.codec)) return column.codec.now(options.now)
  return column.codec.toWire(versionToken(column.definition.type))
}

/** The key of a new row that the program did not give: of the sequence, or kept from a flush that was refused. */
export function reserveKey(changes: ChangeSet, column: Column, allocateId: CaptureOptions['allocateId']): WireValue {
  if (changes.reserved !== undefined) return column.codec.toWire(changes.reserved)
  if (column.filledBy !== 'sequence') throw new IdNotAssignedError(changes.table.entity, column.property)
  const wire = column.codec.readRow(allocateId(changes.table))
  changes.reserved = column.codec.fromWire(wire)
  return wire
}

function heldWire(changes: ChangeSet, column: Column, held: AnyEntity, options: CaptureOptions): WireValue {
  const key = knownKey(held, column)
  if (key !== undefined) return column.codec.toWire(column.codec.accept(key))
  const resolved = options.resolveReference?.(held)
  if (resolved !== undefined) return resolved
  const property = column.definition.references?.property ?? column.property
  throw new ReferenceNotFlushedError(changes.table.entity, property, held.$changes.table.entity)
}
