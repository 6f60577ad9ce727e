import type { Table } from '../../entity/index.js'
import type { UpdateManySql } from '../../entity/table.js'
import { writeField } from '../../event/field-sigil.js'
import type { EventShape } from '../../event/unit.js'
import type { PlannedRow } from '../../ports.js'
import type { GeneratedIds } from './generated-ids.js'

type Cell = string | number | null

const SLOTS_A_MASK = 30

/** One statement and its one parameter for many rows, whatever columns each changes; undefined where the table has none. */
export function updateManyStatement(
  rows: readonly PlannedRow[],
  table: Table,
  ids: GeneratedIds,
): { readonly sql: string; readonly parameter: string } | undefined {
  const sql = table.definition.sql.updateMany
  if (sql === undefined) return undefined
  const cells: { head: Cell[]; values: Cell[] }[] = []
  let widest = 0
  for (const row of rows) {
    const places = slotPlaces(row.event.shape, table, sql)
    if (places === undefined) return undefined
    const packed = packRow(row, places, ids)
    widest = Math.max(widest, packed.values.length)
    cells.push(packed)
  }
  const form = sql.forms.find(({ values }) => values >= widest)
  if (form === undefined) return undefined
  const packed = cells.map(({ head, values }) => {
    while (values.length < form.values) values.push(0)
    return head.concat(values)
  })
  return { sql: form.sql, parameter: JSON.stringify(packed) }
}

/** Where the fields of a shape stand in the table's slots, in the order of slots. */
interface SlotPlaces {
  readonly masks: number
  readonly key: readonly number[]
  readonly slots: readonly { readonly slot: number; readonly index: number }[]
}

const cache = new WeakMap<EventShape, SlotPlaces | 'none'>()

function slotPlaces(shape: EventShape, table: Table, sql: UpdateManySql): SlotPlaces | undefined {
  let places = cache.get(shape)
  if (places === undefined) {
    places = findPlaces(shape, table, sql) ?? 'none'
    cache.set(shape, places)
  }
  return places === 'none' ? undefined : places
}

/** Undefined where a field has no slot: a row that changes its own key. */
function findPlaces(shape: EventShape, table: Table, sql: UpdateManySql): SlotPlaces | undefined {
  const slots: { slot: number; index: number }[] = []
  const keyIndexes = new Map<string, number>()
  for (const [index, field] of shape.fields.entries()) {
    if (field.role === 'was') continue
    if (field.role === 'key') {
      keyIndexes.set(field.property, index)
      continue
    }
    const slot = sql.slots.indexOf(writeField(field))
    if (slot < 0) return undefined
    slots.push({ slot, index })
  }
  const key = table.key.map(({ property }) => keyIndexes.get(property))
  if (slots.length === 0 || key.includes(undefined)) return undefined
  slots.sort((a, b) => a.slot - b.slot)
  return { masks: Math.ceil(sql.slots.length / SLOTS_A_MASK), key: key as number[], slots }
}

function packRow(
  row: PlannedRow,
  { masks, key, slots }: SlotPlaces,
  ids: GeneratedIds,
): { head: Cell[]; values: Cell[] } {
  const head: Cell[] = new Array<Cell>(2 * masks).fill(0)
  const values: Cell[] = []
  for (const { slot, index } of slots) {
    const value = ids.resolve(row.event.values[index]!, row)
    const mask = Math.floor(slot / SLOTS_A_MASK) + (value === null ? masks : 0)
    head[mask] = (head[mask] as number) | (1 << (slot % SLOTS_A_MASK))
    if (value !== null) values.push(value)
  }
  for (const index of key) head.push(ids.resolve(row.event.values[index]!, row))
  return { head, values }
}
