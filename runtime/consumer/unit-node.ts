import type { Unit } from '../event/unit.js'
import type { QueuedUnit } from '../ports.js'
import type { KeyPart, KeyValue } from './conflict-keys.js'

// What there are thousands of is made by constructors: object literals that tend to live long V8 soon makes old from
// birth, and then nothing of them is collected cheaply any more, nor what they hold.

/** A unit of the look-ahead and its place in the order. What may change is the graph's own business. */
export class UnitNode implements QueuedUnit {
  readonly unit: Unit
  readonly entryId: string
  readonly sequence: number
  /** Where each event of the unit stands, in the unit's order. */
  readonly events: readonly EventPlaces[]
  readonly bytes: number
  state: 'waiting' | 'taken' | 'settled' = 'waiting'
  /** Links from units that must settle first; one for each key in common. */
  blockers = 0
  /** Absent while empty, as for most units. */
  successors: UnitNode[] | undefined = undefined
  /** How many of its blockers the batch numbered `joiningBatch` has taken. */
  joining = 0
  joiningBatch = 0
  /** Neighbours among the unsettled, in stream order. */
  earlier: UnitNode | undefined
  later: UnitNode | undefined = undefined

  constructor(
    { unit, entryId, sequence }: QueuedUnit,
    bytes: number,
    events: readonly EventPlaces[],
    earlier: UnitNode | undefined,
  ) {
    this.unit = unit
    this.entryId = entryId
    this.sequence = sequence
    this.bytes = bytes
    this.events = events
    this.earlier = earlier
  }
}

export class EventPlaces {
  readonly form: PlaceForm
  /** One for each part of the form; undefined where it has no value, or one that only the database can compare. */
  readonly keys: readonly (KeyPlace | undefined)[]
  /** Gates that the event excludes: those of its form, and of the spaces in which it has a value of the last kind. */
  readonly takes: readonly Gate[]

  constructor(form: PlaceForm, keys: readonly (KeyPlace | undefined)[], takes: readonly Gate[]) {
    this.form = form
    this.keys = keys
    this.takes = takes
  }
}

/** The places that all events of one shape look for. */
export interface PlaceForm {
  readonly parts: readonly PlacePart[]
  /** Which of the parts is the row's own key; -1 where the key is unknown. */
  readonly row: number
  readonly takes: readonly Gate[]
  /** Gates behind which the event waits, and which it does not exclude. */
  readonly shares: readonly Gate[]
}

export interface PlacePart {
  readonly key: KeyPart
  /** Of the part's space, by value. */
  readonly places: Map<KeyValue, KeyPlace>
  readonly gate: Gate
}

/** One conflict key and who stands at it: the last unit that excludes it, and those that share it since. */
export class KeyPlace {
  readonly value: KeyValue
  writer: UnitNode | undefined = undefined
  readers: UnitNode[] | undefined = undefined
  /** Events of unsettled units that hold it; 1 means that nobody can be in conflict here. */
  holders = 0
  /** The last batch that took a unit which writes this row. */
  batch = 0

  constructor(value: KeyValue) {
    this.value = value
  }
}

/**
 * All keys of a space at once, or a whole table. Taken by few and shared by very many, so only who takes it is written
 * down; who shares it is looked for when somebody comes to take it.
 */
export interface Gate {
  readonly name: string
  writer: UnitNode | undefined
  /** Events of unsettled units that take it. */
  holders: number
  /** `sequence` of the last unit that took it, settled or not: it waited for everything before it. */
  takenAt: number
}

export function rowPlace({ form, keys }: EventPlaces): KeyPlace | undefined {
  return form.row < 0 ? undefined : keys[form.row]
}
