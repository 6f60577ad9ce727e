import type { ColumnType } from '../entity/table.js'
import type { ChangeEvent, EventField, EventShape, WireValue } from '../event/unit.js'
import { exactSum } from './exact-sum.js'

/** The type of a property of the entity at hand; undefined for one that it does not have. */
export type TypeOf = (property: string) => ColumnType | undefined

/**
 * Two successive events of one row as their net effect, or undefined where one statement cannot say it exactly:
 * insert + update, update + update, update + delete. Floats are not summed, since their sum depends on its order.
 */
export function coalesce(earlier: ChangeEvent, later: ChangeEvent, typeOf: TypeOf): ChangeEvent | undefined {
  const recipe = recipeOf(earlier.shape, later.shape, typeOf)
  if (recipe === 'none') return undefined
  for (const [fromEarlier, fromLater] of recipe.mustEqual) {
    if (String(earlier.values[fromEarlier]) !== String(later.values[fromLater])) return undefined
  }
  return { shape: recipe.shape, values: recipe.sources.map((source) => valueFrom(source, earlier, later)) }
}

type Source =
  | { readonly from: 'earlier' | 'later'; readonly index: number }
  | { readonly from: 'sum'; readonly earlier: number; readonly later: number }

interface MergeRecipe {
  readonly shape: EventShape
  readonly sources: readonly Source[]
  /**
   * Positions of values that must be equal: the key, since keys that count as the same may be those of two rows (`A` and
   * `a`, by the column's collation), and the version that the first writes and the second expects.
   */
  readonly mustEqual: readonly (readonly [earlier: number, later: number])[]
}

type Recipe = MergeRecipe | 'none'

const recipes = new WeakMap<EventShape, WeakMap<EventShape, Recipe>>()

function recipeOf(earlier: EventShape, later: EventShape, typeOf: TypeOf): Recipe {
  let byLater = recipes.get(earlier)
  if (byLater === undefined) {
    byLater = new WeakMap()
    recipes.set(earlier, byLater)
  }
  let recipe = byLater.get(later)
  if (recipe === undefined) {
    recipe = makeRecipe(earlier, later, typeOf)
    byLater.set(later, recipe)
  }
  return recipe
}

function makeRecipe(earlier: EventShape, later: EventShape, typeOf: TypeOf): Recipe {
  if (earlier.operation === 'update' && later.operation === 'delete') {
    const mustEqual = keyPairs(earlier, later)
    if (mustEqual === undefined || has(earlier, 'match') || rekeys(earlier)) return 'none'
    return { shape: later, sources: later.fields.map((_, index) => ({ from: 'later', index })), mustEqual }
  }
  if (later.operation !== 'update' || (earlier.operation !== 'insert' && earlier.operation !== 'update')) return 'none'
  if (rekeys(earlier) || rekeys(later)) return 'none'

  const mustEqual = keyPairs(earlier, later)
  if (mustEqual === undefined) return 'none'
  for (const [index, { property, role }] of later.fields.entries()) {
    if (role !== 'match') continue
    const written = position(earlier, property, 'set')
    if (written === undefined) return 'none'
    mustEqual.push([written, index])
  }

  const fields: EventField[] = []
  const sources: Source[] = []
  const put = (field: EventField, source: Source) => {
    fields.push(field)
    sources.push(source)
  }
  for (const [index, field] of earlier.fields.entries()) {
    const { property, role } = field
    if (role === 'was') continue
    if (role === 'key' || role === 'match') {
      put(field, { from: 'earlier', index })
      continue
    }
    const set = position(later, property, 'set')
    const add = position(later, property, 'add')
    if (set !== undefined) put({ property, role: 'set' }, { from: 'later', index: set })
    else if (add === undefined) put(field, { from: 'earlier', index })
    else if (isExact(typeOf(property))) put(field, { from: 'sum', earlier: index, later: add })
    else return 'none'
  }
  for (const [index, field] of later.fields.entries()) {
    if (field.role !== 'set' && field.role !== 'add') continue
    if (position(earlier, field.property, 'set', 'add') !== undefined) continue
    // An insert keeps its form: the plan has put it among others of the same, and what it left to a default is unknown.
    if (earlier.operation === 'insert') return 'none'
    put(field, { from: 'later', index })
  }
  const isInsert = earlier.operation === 'insert'
  return { shape: isInsert ? earlier : interned({ ...earlier, fields }), sources, mustEqual }
}

/** Where the two name the parts of the row's key; undefined where one names what the other does not. */
function keyPairs(earlier: EventShape, later: EventShape): (readonly [earlier: number, later: number])[] | undefined {
  const pairs: (readonly [number, number])[] = []
  for (const [index, { property, role }] of later.fields.entries()) {
    if (role !== 'key') continue
    const other = position(earlier, property, 'key')
    if (other === undefined) return undefined
    pairs.push([other, index])
  }
  return pairs
}

function valueFrom(source: Source, earlier: ChangeEvent, later: ChangeEvent): WireValue {
  switch (source.from) {
    case 'earlier':
      return earlier.values[source.index]!
    case 'later':
      return later.values[source.index]!
    case 'sum':
      return exactSum(earlier.values[source.earlier]!, later.values[source.later]!)
  }
}

function position(shape: EventShape, property: string, ...roles: readonly EventField['role'][]): number | undefined {
  const index = shape.fields.findIndex((field) => field.property === property && roles.includes(field.role))
  return index === -1 ? undefined : index
}

function has(shape: EventShape, role: EventField['role']): boolean {
  return shape.fields.some((field) => field.role === role)
}

/** Writes a column of its own key: then the row before and the row after are two. */
function rekeys({ operation, fields }: EventShape): boolean {
  if (operation !== 'update') return false
  const key = fields.filter(({ role }) => role === 'key').map(({ property }) => property)
  return fields.some(({ property, role }) => role === 'set' && key.includes(property))
}

function isExact(type: ColumnType | undefined): boolean {
  return type !== undefined && type.kind !== 'float' && type.kind !== 'double'
}

/** One object for each form, so that what is derived from a shape is derived once. */
const shapes = new Map<string, EventShape>()
const SHAPES_KEPT = 10_000

function interned(shape: EventShape): EventShape {
  const signature = JSON.stringify(shape)
  const known = shapes.get(signature)
  if (known !== undefined) return known
  if (shapes.size >= SHAPES_KEPT) shapes.clear()
  shapes.set(signature, shape)
  return shape
}
