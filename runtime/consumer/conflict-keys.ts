import type { ChangeEvent, EventShape, WireValue } from '../event/unit.js'
import type { ConflictRules, KeySpace } from './conflict-rules.js'
import type { Normalise } from './normal-value.js'

/** Two values of one space are in conflict when they are equal. */
export type KeyValue = number | string

/**
 * What the events of one shape exclude and what they share: two events that have a key in common keep their order,
 * unless both only share it. The idea is that of MySQL's WRITESET replication applier.
 */
export interface KeyRecipe {
  readonly parts: readonly KeyPart[]
  /** Which of the parts is the row's own key; -1 where it is unknown (an auto-increment insert). */
  readonly row: number
  /** Names of what is excluded as a whole: all keys of a space, or a table. */
  readonly takes: readonly string[]
  /** Names of what must not be excluded as a whole meanwhile. */
  readonly shares: readonly string[]
}

/** A key of each event: the values at these positions. */
export interface KeyPart {
  readonly mode: 'exclusive' | 'shared'
  readonly space: KeySpace
  readonly positions: readonly number[]
}

const recipes = new WeakMap<EventShape, KeyRecipe>()

export function keyRecipe(shape: EventShape, rules: ConflictRules): KeyRecipe {
  const known = recipes.get(shape)
  if (known !== undefined) return known
  const recipe = makeRecipe(shape, rules)
  recipes.set(shape, recipe)
  return recipe
}

function makeRecipe(shape: EventShape, rules: ConflictRules): KeyRecipe {
  const at = positionsByRole(shape)
  const takes: string[] = []
  const parts: KeyPart[] = []
  const add = (mode: KeyPart['mode'], space: KeySpace, at: ReadonlyMap<string, number>): void => {
    const positions = space.properties.map((property) => at.get(property))
    if (positions.every((position) => position === undefined)) return
    if (positions.every((position) => position !== undefined)) parts.push({ mode, space, positions })
    else takes.push(space.any)
  }

  const before = new Map([...at.key, ...at.was])
  const after = new Map([...before, ...at.set])
  const rekeys = shape.operation === 'update' && rules.row.properties.some((property) => at.set.has(property))
  const changesExistence = shape.operation !== 'update' || rekeys

  add('exclusive', rules.row, at.key)
  const row = parts.length - 1
  if (rekeys) add('exclusive', rules.row, after)
  if (rules.existence !== undefined && changesExistence) {
    add('exclusive', rules.existence, at.key)
    if (rekeys) add('exclusive', rules.existence, after)
  }
  for (const unique of rules.uniques) {
    if (unique.properties.some((property) => at.was.has(property))) add('exclusive', unique, before)
    if (unique.properties.some((property) => at.set.has(property))) add('exclusive', unique, after)
  }
  for (const { property, space } of rules.parents) {
    for (const position of [at.was.get(property), at.set.get(property) ?? at.key.get(property)]) {
      if (position !== undefined) parts.push({ mode: 'shared', space, positions: [position] })
    }
  }
  // Which row an upsert touches, only its unique values tell.
  if (shape.operation === 'upsert' && rules.uniques.length > 0) takes.push(rules.row.any)
  if (shape.operation === 'delete' || rekeys) takes.push(...rules.cascades)
  const shares = new Set(parts.filter(({ space }) => space.sharesAny).map(({ space }) => space.any))
  if (rules.table !== undefined) shares.add(rules.table)
  return { parts, row, takes, shares: [...shares] }
}

interface Positions {
  readonly key: ReadonlyMap<string, number>
  readonly set: ReadonlyMap<string, number>
  readonly was: ReadonlyMap<string, number>
}

function positionsByRole(shape: EventShape): Positions {
  const positions = { key: new Map<string, number>(), set: new Map<string, number>(), was: new Map<string, number>() }
  shape.fields.forEach(({ property, role }, index) => {
    if (role === 'key' || role === 'set' || role === 'was') positions[role].set(property, index)
  })
  return positions
}

/**
 * Null where the part is in conflict with nothing: it is NULL, or a row that its own unit is about to insert.
 * Undefined where only the database can compare it.
 */
export function keyValue({ positions, space }: KeyPart, values: readonly WireValue[]): KeyValue | null | undefined {
  if (positions.length === 1) return normalValue(values[positions[0]!]!, space.normalise[0]!)
  const parts = positions.map((position, index) => normalValue(values[position]!, space.normalise[index]!))
  if (parts.includes(null)) return null
  return parts.includes(undefined) ? undefined : JSON.stringify(parts)
}

function normalValue(value: WireValue, normalise: Normalise): KeyValue | null | undefined {
  return value === null || typeof value === 'object' ? null : normalise(value)
}

/** The row's own key as text, the entity's name included; undefined where it is unknown or has no normal form. */
export function rowKeyText({ shape, values }: ChangeEvent, rules: ConflictRules): string | undefined {
  const { parts, row } = keyRecipe(shape, rules)
  const part = parts[row]
  const value = part && keyValue(part, values)
  return value === undefined || value === null ? undefined : `${part!.space.any} ${value}`
}
