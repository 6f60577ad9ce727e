import type { EntityModel } from '../model/index.js'
import { keyMatch, pathColumn } from './key-match.js'
import { quoteName } from './quote.js'
import { fromText, plus } from './text-value.js'
import { slotName, type UpdateSlot, updateSlots } from './update-slots.js'

/** Bits in one mask: within the small integers of JavaScript engines. */
const MASK_BITS = 30

/** Values in a row of the smaller forms, which spare the server from looking for what few rows have. */
const SMALL_FORMS = [4, 12]

const MASK = 'BIGINT UNSIGNED'
const VALUE = 'LONGTEXT CHARACTER SET utf8mb4'

export interface UpdateManySql {
  readonly slots: readonly string[]
  readonly forms: readonly { readonly values: number; readonly sql: string }[]
}

/**
 * `UPDATE` of many rows by one JSON parameter, whichever columns each row changes; why it has this form stands in
 * docs/decisions/statement-forms.md. Undefined where no column can change or the key cannot be joined safely.
 */
export function updateMany(entity: EntityModel): UpdateManySql | undefined {
  const slots = updateSlots(entity)
  const masks = Math.ceil(slots.length / MASK_BITS)
  const key = keyMatch(entity, 2 * masks)
  if (slots.length === 0 || key === undefined) return undefined

  const firstValue = 2 * masks + entity.key.length
  const sets = assignments(slots)
  const match = slots.findIndex((slot) => slot.role === 'match')
  const form = (values: number) => {
    const columns = [
      ...range(masks).map((mask) => pathColumn(`m${mask}`, MASK, mask)),
      ...range(masks).map((mask) => pathColumn(`n${mask}`, MASK, masks + mask)),
      ...key.columns,
      ...range(values).map((value) => pathColumn(`p${value}`, VALUE, firstValue + value)),
    ]
    const conditions = [key.condition, ...(match < 0 ? [] : [matchCondition(slots, match, values)])]
    return (
      `UPDATE JSON_TABLE(?, '$[*]' COLUMNS (${columns.join(', ')})) j ` +
      `STRAIGHT_JOIN ${quoteName(entity.table)} t FORCE INDEX (PRIMARY) ON ${conditions.join(' AND ')} ` +
      `SET ${sets.map((set) => set(values)).join(', ')}`
    )
  }
  const sizes = [...SMALL_FORMS.filter((size) => size * 1.5 < slots.length), slots.length]
  return { slots: slots.map(slotName), forms: sizes.map((values) => ({ values, sql: form(values) })) }
}

/** One function for each column that can change, from the number of values in a row to its part of `SET`. */
function assignments(slots: readonly UpdateSlot[]): readonly ((values: number) => string)[] {
  return slots.flatMap(({ role, column }, index) => {
    if (role !== 'set') return []
    const add = slots.findIndex((slot) => slot.role === 'add' && slot.column === column)
    const own = `t.${quoteName(column.column)}`
    return [
      (values: number) => {
        const kept = add < 0 ? own : `IF(${bit('m', add)}, ${plus(own, column.type, value(add, values))}, ${own})`
        const cleared = `IF(${bit('n', index)}, NULL, ${kept})`
        return `${own} = IF(${bit('m', index)}, ${fromText(column.type, value(index, values))}, ${cleared})`
      },
    ]
  })
}

/** A row that carries a token is hit only where the stored one is the same. */
function matchCondition(slots: readonly UpdateSlot[], match: number, values: number): string {
  const column = slots[match]!.column
  const stored = `t.${quoteName(column.column)}`
  return `(${bit('m', match)} = 0 OR ${stored} = ${fromText(column.type, value(match, values))})`
}

function bit(mask: 'm' | 'n', slot: number): string {
  return `j.${mask}${Math.floor(slot / MASK_BITS)} & ${2 ** (slot % MASK_BITS)}`
}

/** Values stand without gaps: a slot's place is the number of slots before it that are present. */
function value(slot: number, values: number): string {
  if (slot === 0 || values === 1) return 'j.p0'
  const mask = Math.floor(slot / MASK_BITS)
  const before = [
    ...range(mask).map((earlier) => `BIT_COUNT(j.m${earlier})`),
    ...(slot % MASK_BITS === 0 ? [] : [`BIT_COUNT(j.m${mask} & ${2 ** (slot % MASK_BITS) - 1})`]),
  ]
  const places = range(Math.min(values, slot + 1)).map((place) => `j.p${place}`)
  return `ELT(1 + ${before.join(' + ')}, ${places.join(', ')})`
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
