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
 * The text of an entry of these units; unit `n` of it has the id `unitEventIds(baseId)(n)`. They become text together:
 * one long call of JSON.stringify takes a third of the time of many short ones.
 */
export function encodeEntry(baseId: string, units: readonly UnitDraft[]): string {
  const shapes = new ShapeList()
  const packed = units.map((unit) => packUnit(unit, shapes))
  return `[${ENTRY_VERSION},"${baseId}",[${shapes.text}],${JSON.stringify(packed)}]`
}

/** One unit as an entry of its own: the form in which a unit is sent again alone, and kept as a dead letter. */
export function encodeUnit(eventId: string, unit: UnitDraft): string {
  return encodeEntry(eventId, [unit])
}

/** Characters of the texts in a unit: a lower bound of what its own text has. */
export function charactersOf({ events, trace = '' }: UnitDraft): number {
  let characters = trace.length
  for (const { values } of events)
    for (let index = 0; index < values.length; index++) {
      const value = values[index]
      if (typeof value === 'string') characters += value.length
    }
  return characters
}

/** Of a character as JSON: `\u0000`. */
const LONGEST_CHARACTER = 6
/** Quotes, brackets, a comma, and any number or reference. */
const LONGEST_VALUE = 32

/** Whether the text of a unit, of whose texts `characters` are known, has more than `maxLength` characters. */
export function isLongerThan(maxLength: number, unit: UnitDraft, characters: number): boolean {
  let values = 1
  for (const event of unit.events) values += 1 + event.values.length
  if (LONGEST_CHARACTER * characters + LONGEST_VALUE * values <= maxLength) return false
  return JSON.stringify(packUnit(unit, new ShapeList())).length - 2 > maxLength
}

type PackedEvent = readonly [shape: number, ...values: WireValue[]]
type PackedUnit = readonly (PackedEvent | { readonly trace: string })[]

function packUnit({ events, trace }: UnitDraft, shapes: ShapeList): PackedUnit {
  const packed = events.map(({ shape, values }): PackedEvent => [shapes.indexOf(shape), ...values])
  return trace === undefined ? packed : [{ trace }, ...packed]
}

/** The shapes of an entry, told apart by identity: events that share a shape object name its fields once. */
class ShapeList {
  readonly #shapes: EventShape[] = []
  #last: EventShape | undefined
  #lastIndex = 0

  /** Takes it in where it is new. */
  indexOf(shape: EventShape): number {
    if (shape === this.#last) return this.#lastIndex
    let index = this.#shapes.indexOf(shape)
    if (index < 0) index = this.#shapes.push(shape) - 1
    this.#last = shape
    this.#lastIndex = index
    return index
  }

  get text(): string {
    return this.#shapes.map(shapeText).join()
  }
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
