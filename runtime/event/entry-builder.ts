import { writeField } from './field-sigil.js'
import type { ChangeEvent, EventShape } from './unit.js'

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
 * Collects units into one stream entry and writes each as it comes, so that building the entry costs nothing but the
 * head. Shapes are told apart by identity: events that share a shape object name its fields once.
 */
export class EntryBuilder {
  readonly #shapes: EventShape[] = []
  #shapesText = ''
  #unitsText = ''
  #units = 0
  #lastShape: EventShape | undefined
  #lastIndex = 0

  get units(): number {
    return this.#units
  }

  /** Characters written so far, without the head; a lower bound of the bytes. */
  get length(): number {
    return this.#shapesText.length + this.#unitsText.length
  }

  /** Adds units, all or, when the text of one of them is longer than `maxLength`, none: then it returns false. */
  add(units: readonly UnitDraft[], maxLength = Number.POSITIVE_INFINITY): boolean {
    let text = this.#unitsText
    for (const unit of units) {
      const unitText = this.#write(unit)
      if (unitText.length > maxLength) return false
      text += text === '' ? `[${unitText}]` : `,[${unitText}]`
    }
    this.#unitsText = text
    this.#units += units.length
    return true
  }

  /** The entry's text; unit `n` of it has the id `unitEventIds(baseId)(n)`. */
  build(baseId: string): string {
    return `[${ENTRY_VERSION},"${baseId}",[${this.#shapesText}],[${this.#unitsText}]]`
  }

  #write(unit: UnitDraft): string {
    let text = unit.trace === undefined ? '' : `{"trace":${JSON.stringify(unit.trace)}}`
    for (const event of unit.events) {
      const values = JSON.stringify(event.values)
      const head = `${text === '' ? '' : ','}[${this.#shapeIndex(event.shape)}`
      text += values === '[]' ? `${head}]` : `${head},${values.slice(1)}`
    }
    return text
  }

  #shapeIndex(shape: EventShape): number {
    if (shape === this.#lastShape) return this.#lastIndex
    let index = this.#shapes.indexOf(shape)
    if (index < 0) {
      index = this.#shapes.push(shape) - 1
      this.#shapesText += index === 0 ? shapeText(shape) : `,${shapeText(shape)}`
    }
    this.#lastShape = shape
    this.#lastIndex = index
    return index
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

/** One unit as an entry of its own: the form in which a unit is sent again alone, and kept as a dead letter. */
export function encodeUnit(eventId: string, unit: UnitDraft): string {
  const builder = new EntryBuilder()
  builder.add([unit])
  return builder.build(eventId)
}
