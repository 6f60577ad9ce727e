import type { IndexModel, SourceRange } from '../model/index.js'
import type { KeyDraft, Subject } from './draft.js'

/** A secondary key with the place where it was written. */
export interface PlacedKey {
  readonly model: IndexModel
  readonly kind: 'unique' | 'index'
  readonly range: SourceRange
}

/** The secondary keys of an entity: at the option that declares them, else at the modifier of their last column. */
export function keyRanges(subject: Subject): readonly PlacedKey[] {
  const { model } = subject
  return [
    ...model.uniques.map((key) => place(key, 'unique', subject)),
    ...model.indexes.map((key) => place(key, 'index', subject)),
  ]
}

function place(model: IndexModel, kind: PlacedKey['kind'], subject: Subject): PlacedKey {
  const { draft, columns } = subject
  const declared = model.properties.map((property) => columns.get(property)?.parsed.property)
  const options = kind === 'unique' ? draft.options.uniques : draft.options.indexes
  const option = options.find((key) => sameProperties(key, declared) && (key.name ?? model.name) === model.name)
  const column = columns.get(model.properties.at(-1) ?? '')
  const modifier = column?.parsed.modifiers.find(({ name }) => name === kind)
  return { model, kind, range: option?.value.range ?? modifier?.range ?? draft.parsed.range }
}

const sameProperties = (key: KeyDraft, properties: readonly (string | undefined)[]) =>
  key.properties.length === properties.length && key.properties.every(({ name }, index) => name === properties[index])
