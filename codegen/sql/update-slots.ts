import type { ColumnModel, EntityModel } from '../model/index.js'
import { isNumeric } from './text-value.js'

/** A thing that an update may carry for a row; each has a bit in the row's mask. */
export interface UpdateSlot {
  readonly role: 'set' | 'add' | 'match'
  readonly column: ColumnModel
}

/** New values of the columns that can change, then amounts for the numeric ones, then the version's former token. */
export function updateSlots(entity: EntityModel): readonly UpdateSlot[] {
  const changing = entity.columns.filter(
    (column) => column.generated === undefined && !entity.key.includes(column.property),
  )
  const slots = (role: UpdateSlot['role'], columns: readonly ColumnModel[]) =>
    columns.map((column) => ({ role, column }))
  return [
    ...slots('set', changing),
    ...slots('add', changing.filter(canAdd)),
    ...slots(
      'match',
      changing.filter((column) => column.version === true),
    ),
  ]
}

/** With the sigils of the event format: `age`, `+age`, `=version`. */
export function slotName(slot: UpdateSlot): string {
  switch (slot.role) {
    case 'set':
      return slot.column.property
    case 'add':
      return `+${slot.column.property}`
    case 'match':
      return `=${slot.column.property}`
  }
}

function canAdd(column: ColumnModel): boolean {
  return isNumeric(column.type) && column.reference === undefined && column.version !== true
}
