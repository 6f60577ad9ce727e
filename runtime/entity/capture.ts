import type { WireValue } from '../event/unit.js'
import { captureHardDelete } from './capture-delete.js'
import { captureInsert } from './capture-insert.js'
import type { Capture, CaptureOptions } from './capture-types.js'
import { captureSoftDelete, captureUpdate } from './capture-update.js'
import { reserveKey } from './capture-value.js'
import { type AnyEntity, knownKey } from './change-set.js'
import type { Column } from './column.js'
import { UnknownKeyError } from './errors/index.js'

/**
 * Takes what changed of an entity as an event: an insert of a new one, else an update of the dirty columns. The entity is
 * clean afterwards, until `refused()`. Null when there is nothing to do. Throws with the entity untouched.
 */
export function captureFlush(entity: AnyEntity, options: CaptureOptions): Capture | null {
  const changes = entity.$changes
  switch (changes.phase) {
    case 'new':
      return captureInsert(entity, options)
    case 'stored':
      return captureUpdate(entity, options)
    case 'unkeyed':
      if (changes.isDirty) throw new UnknownKeyError(changes.table.entity, 'flushLazy')
      return null
    case 'deleted':
      return null
  }
}

/**
 * Takes the deletion of an entity as an event; an update where the table marks rows as deleted. Null for an entity that
 * was never flushed or is deleted already. Throws with the entity untouched.
 */
export function captureDelete(entity: AnyEntity, options: CaptureOptions): Capture | null {
  const { phase, table } = entity.$changes
  switch (phase) {
    case 'new':
    case 'deleted':
      return null
    case 'stored':
      return table.softDelete === undefined
        ? captureHardDelete(entity)
        : captureSoftDelete(entity, table.softDelete, options)
    case 'unkeyed':
      throw new UnknownKeyError(table.entity, 'deleteLazy')
  }
}

/**
 * The key of a new entity that others refer to before it is captured itself, for `CaptureOptions.resolveReference`; it
 * keeps this key. Undefined where MySQL decides it.
 */
export function reserveKeyOf(entity: AnyEntity, allocateId: CaptureOptions['allocateId']): WireValue | undefined {
  const { assignedKey } = entity.$changes.table
  if (entity.$changes.phase !== 'new' || assignedKey?.filledBy !== 'sequence') return undefined
  return reserveKey(entity.$changes, assignedKey, allocateId)
}

/** New entities that this one refers to and whose keys are not known: they must come first in a unit. */
export function unresolvedReferences(entity: AnyEntity): readonly AnyEntity[] {
  const { held, table } = entity.$changes
  if (held === undefined) return []
  return held.filter(
    (other, index) => other !== undefined && knownKey(other, table.columns[index] as Column) === undefined,
  ) as AnyEntity[]
}

/** Gives an inserted entity the key that MySQL assigned, as it came from the database or the ledger. */
export function assignKey(entity: AnyEntity, key: string | number | bigint): void {
  const changes = entity.$changes
  const { assignedKey } = changes.table
  if (changes.phase !== 'unkeyed' || assignedKey === undefined) return
  changes.values[assignedKey.index] = assignedKey.codec.fromWire(assignedKey.codec.readRow(key))
  changes.phase = 'stored'
}
