import type { WireValue } from '../event/unit.js'
import type { Capture } from './capture-types.js'
import type { AnyEntity } from './change-set.js'
import type { Column } from './column.js'
import { ColumnMask, NO_COLUMNS } from './column-mask.js'
import { placeholderWire } from './placeholder-wire.js'

/**
 * An update that gives the values of `columns` free: ahead of the entity's own change in the same unit, which writes
 * them again or deletes the row. Neither the entity nor the row's version and time stamps change by it.
 */
export function captureVacating(entity: AnyEntity, columns: readonly Column[]): Capture {
  const { $changes } = entity
  const vacated = new ColumnMask()
  for (const column of columns) vacated.add(column.index)
  const { shape, columns: places } = $changes.table.plans.update(vacated, NO_COLUMNS)
  const values = places.map((column, index): WireValue => {
    if (shape.fields[index]?.role !== 'set') return $changes.formerWire(column)
    const placeholder = placeholderWire(column)
    if (placeholder === undefined) throw new TypeError(`${column.property} cannot be vacated`)
    return placeholder
  })
  return { table: $changes.table, entity, event: { shape, values }, carrier: undefined, queued, refused }
}

function queued(): void {}
function refused(): void {}
