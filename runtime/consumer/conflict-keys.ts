import type { ChangeEvent, EventShape, WireValue } from '../event/unit.js'
import type { ConflictRules, KeySpace } from './conflict-rules.js'
import type { Normalise } from './normal-value.js'

/**
 * What an event excludes and what it shares: two events that have a key in common keep their order, unless both only
 * share it. The idea is that of MySQL's WRITESET replication applier.
 */
export interface ConflictKeys {
  /** The row's own key; undefined where it is unknown (an auto-increment insert) or has no normal form. */
  readonly row: string | undefined
  readonly exclusive: readonly string[]
  readonly shared: readonly string[]
}

export function conflictKeysOf(event: ChangeEvent, rules: ConflictRules): ConflictKeys {
  const recipe = recipeOf(event.shape, rules)
  const exclusive = [...recipe.exclusive]
  const shared = [...recipe.shared]
  let row: string | undefined
  for (const part of recipe.parts) {
    const text = textOf(part, event.values)
    if (text === 'none') continue
    if (text === undefined) {
      exclusive.push(part.space.any)
      continue
    }
    const key = part.space.prefix + text
    if (part.identifiesRow) row ??= key
    ;(part.mode === 'exclusive' ? exclusive : shared).push(key)
    if (part.space.sharesAny) shared.push(part.space.any)
  }
  return { row, exclusive, shared }
}

/** How to make the keys of every event of one shape. */
interface Recipe {
  readonly exclusive: readonly string[]
  readonly shared: readonly string[]
  readonly parts: readonly RecipePart[]
}

interface RecipePart {
  readonly mode: 'exclusive' | 'shared'
  readonly space: KeySpace
  readonly positions: readonly number[]
  readonly identifiesRow: boolean
}

const recipes = new WeakMap<EventShape, Recipe>()

function recipeOf(shape: EventShape, rules: ConflictRules): Recipe {
  const known = recipes.get(shape)
  if (known !== undefined) return known
  const recipe = makeRecipe(shape, rules)
  recipes.set(shape, recipe)
  return recipe
}

function makeRecipe(shape: EventShape, rules: ConflictRules): Recipe {
  const at = positionsByRole(shape)
  const exclusive: string[] = []
  const shared: string[] = []
  const parts: RecipePart[] = []
  const add = (mode: RecipePart['mode'], space: KeySpace, at: ReadonlyMap<string, number>, identifiesRow = false) => {
    const positions = space.properties.map((property) => at.get(property))
    if (positions.every((position) => position === undefined)) return
    if (positions.every((position) => position !== undefined)) parts.push({ mode, space, positions, identifiesRow })
    else exclusive.push(space.any)
  }

  const before = new Map([...at.key, ...at.was])
  const after = new Map([...before, ...at.set])
  const rekeys = shape.operation === 'update' && rules.row.properties.some((property) => at.set.has(property))
  const changesExistence = shape.operation !== 'update' || rekeys

  add('exclusive', rules.row, at.key, true)
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
      if (position !== undefined) parts.push({ mode: 'shared', space, positions: [position], identifiesRow: false })
    }
  }
  // Which row an upsert touches, only its unique values tell.
  if (shape.operation === 'upsert' && rules.uniques.length > 0) exclusive.push(rules.row.any)
  if (shape.operation === 'delete' || rekeys) exclusive.push(...rules.cascades)
  if (rules.table !== undefined) shared.push(rules.table)
  return { exclusive, shared, parts }
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

/** 'none' where a part is NULL, which conflicts with nothing, or a row that its own unit is about to insert. */
function textOf({ positions, space }: RecipePart, values: readonly WireValue[]): string | 'none' | undefined {
  if (positions.length === 1) return partText(values[positions[0]!]!, space.normalise[0]!)
  const texts = positions.map((position, index) => partText(values[position]!, space.normalise[index]!))
  if (texts.includes('none')) return 'none'
  return texts.includes(undefined) ? undefined : JSON.stringify(texts)
}

function partText(value: WireValue, normalise: Normalise): string | 'none' | undefined {
  if (value === null || typeof value === 'object') return 'none'
  const text = normalise(value)
  return text === undefined ? undefined : `=${text}`
}
