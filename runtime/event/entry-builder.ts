import { writeField } from './field-sigil.js'
import type { ChangeEvent, EventShape, WireValue } from './unit.js'

/** The version of the text form that this package writes and the only one it reads. */
export const ENTRY_VERSION = 1

/** Unit ids count in the last 16 bits of the entry's base id. */
export const MAX_ENTRY_UNITS = 65_536

/** A unit before it has an id. */
export interface UnitDraft {
  readonly events: readonly ChangeEvent[]
  readonly trace?: string | undefined
}

/**
 * Collects units into one stream entry. They become text together: one long call of JSON.stringify takes a third of the
 * time of many short ones. Shapes are told apart by identity: events that share a shape object name its fields once.
 */
export class EntryBuilder {
  readonly #shapes: EventShape[] = []
  #units: PackedUnit[] = []
  #length = 0
  #lastShape: EventShape | undefined
  #lastIndex = 0

  get units(): number {
    return this.#units.length
  }

  /** Characters of the texts in it: a lower bound of what `build` gives. */
  get length(): number {
    return this.#length
  }

  /** Adds units, all or, when the text of one of them is longer than `maxLength`, none: then it returns false. */
  add(units: readonly UnitDraft[], maxLength = Number.POSITIVE_INFINITY): boolean {
    const before = this.#units.length
    let length = this.#length
    for (const unit of units) {
      const packed = this.#pack(unit)
      const { characters, values } = sizeOf(unit)
      const most = LONGEST_CHARACTER * characters + LONGEST_VALUE * values
      if (most > maxLength && JSON.stringify(packed).length - 2 > maxLength) {
        this.#units.length = before
        return false
      }
      length += characters
      this.#units.push(packed)
    }
    this.#length = length
    return true
  }

  /** The entry's text; unit `n` of it has the id `unitEventIds(baseId)(n)`. */
  build(baseId: string): string {
    return `[${ENTRY_VERSION},"${baseId}",[${this.#shapes.map(shapeText).join()}],${JSON.stringify(this.#units)}]`
  }

  #pack({ events, trace }: UnitDraft): PackedUnit {
    const packed: PackedUnit = trace === undefined ? [] : [{ trace }]
    for (const { shape, values } of events) packed.push([this.#shapeIndex(shape), ...values])
    return packed
  }

  #shapeIndex(shape: EventShape): number {
    if (shape === this.#lastShape) return this.#lastIndex
    let index = this.#shapes.indexOf(shape)
    if (index < 0) index = this.#shapes.push(shape) - 1
    this.#lastShape = shape
    this.#lastIndex = index
    return index
  }
}

type PackedUnit = ({ readonly trace: string } | readonly [shape: number, ...values: WireValue[]])[]

/** Of a character as JSON: `\u0000`. */
const LONGEST_CHARACTER = 6
/** Quotes, brackets, a comma, and any number or reference. */
const LONGEST_VALUE = 32

function sizeOf({ events, trace = '' }: UnitDraft): { readonly characters: number; readonly values: number } {
  let characters = trace.length
  let values = events.length + 1
  for (const event of events) {
    values += event.values.length
    for (const value of event.values) if (typeof value === 'string') characters += value.length
  }
  return { characters, values }
}

/** Shapes are few and kept by their tables; a lone event would pay as much for its shape's text as for its values. */
const texts = new WeakMap<EventShape, string>()

function shapeText(shape: EventShape): string {
  let text = texts.get(shape)
  if (text === undefined) {
    text = JSON.stringify([shape.operation, shape.entity, ...shape.fields.map(writeField)])
    texts.set(shape, text)
  }
  return text
}

/** One unit as an entry of its own: the form in which a unit is sent again alone, and kept as a dead letter. */
export function encodeUnit(eventId: string, unit: UnitDraft): string {
  const builder = new EntryBuilder()
  builder.add([unit])
  return builder.build(eventId)
}
