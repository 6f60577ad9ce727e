import type { ChangeEvent, EventShape } from '../event/unit.js'
import { type KeyPart, type KeyValue, keyRecipe, keyValue } from './conflict-keys.js'
import type { ConflictRuleBook, KeySpace } from './conflict-rules.js'
import { EventPlaces, type Gate, KeyPlace, type PlaceForm, type PlacePart, type UnitNode } from './unit-node.js'

/** Finds the places of events, and keeps each for as long as somebody holds it. */
export class KeyPlaces {
  readonly #rules: ConflictRuleBook
  readonly #spaces = new Map<KeySpace, Map<KeyValue, KeyPlace>>()
  readonly #gates = new Map<string, Gate>()
  readonly #forms = new WeakMap<EventShape, PlaceForm>()

  constructor(rules: ConflictRuleBook) {
    this.#rules = rules
  }

  enterAll(events: readonly ChangeEvent[]): readonly EventPlaces[] {
    return events.map((event) => this.#enter(event))
  }

  #enter({ shape, values }: ChangeEvent): EventPlaces {
    const form = this.#forms.get(shape) ?? this.#formOf(shape)
    let { takes } = form
    const keys = form.parts.map((part) => {
      const value = keyValue(part.key, values)
      if (value === undefined) takes = [...takes, part.gate]
      return value === undefined || value === null ? undefined : hold(part.places, value)
    })
    for (const gate of takes) gate.holders += 1
    return new EventPlaces(form, keys, takes)
  }

  leave(node: UnitNode, { form, keys, takes }: EventPlaces): void {
    for (let index = 0; index < keys.length; index++) {
      const place = keys[index]
      if (place === undefined) continue
      place.holders -= 1
      if (place.holders === 0) form.parts[index]!.places.delete(place.value)
      if (place.writer === node) place.writer = undefined
      // A key that all share and none excludes would otherwise keep every unit that ever passed.
      if (place.readers !== undefined && place.readers.length > 64 && place.readers.length > 2 * place.holders)
        place.readers = place.readers.filter(({ state }) => state !== 'settled')
    }
    for (const gate of takes) {
      gate.holders -= 1
      if (gate.writer === node) gate.writer = undefined
    }
  }

  #formOf(shape: EventShape): PlaceForm {
    const rules = this.#rules.get(shape.entity)
    if (rules === undefined) throw new TypeError(`no conflict rules for ${shape.entity}`)
    const { parts, row, takes, shares } = keyRecipe(shape, rules)
    const form: PlaceForm = {
      parts: parts.map((key) => this.#part(key)),
      row,
      takes: takes.map((name) => this.#gate(name)),
      shares: shares.map((name) => this.#gate(name)),
    }
    this.#forms.set(shape, form)
    return form
  }

  #part(key: KeyPart): PlacePart {
    let places = this.#spaces.get(key.space)
    if (places === undefined) {
      places = new Map()
      this.#spaces.set(key.space, places)
    }
    return { key, places, gate: this.#gate(key.space.any) }
  }

  #gate(name: string): Gate {
    let gate = this.#gates.get(name)
    if (gate === undefined) {
      gate = { name, writer: undefined, holders: 0, takenAt: -1 }
      this.#gates.set(name, gate)
    }
    return gate
  }
}

function hold(places: Map<KeyValue, KeyPlace>, value: KeyValue): KeyPlace {
  let place = places.get(value)
  if (place === undefined) {
    place = new KeyPlace(value)
    places.set(value, place)
  }
  place.holders += 1
  return place
}
