/**
 * What travels: a unit is what one flush queues, applied whole or not at all; an entry of the stream holds one or many
 * units. The text form is described in docs/event-format.md.
 */
export interface Unit {
  /** UUIDv7 in its text form, made once by the producer with Redis's clock; a unit sent again keeps it. */
  readonly eventId: string
  /** In the order in which they must take effect. Never empty. */
  readonly events: readonly ChangeEvent[]
  /** W3C `traceparent` of the flush, when tracing is on. */
  readonly trace?: string
}

/** `upsert` and `insertIgnore` are inserts with `onDuplicate: 'update'` and `'ignore'`. */
export type Operation = 'insert' | 'upsert' | 'insertIgnore' | 'update' | 'delete'

/**
 * What a value of an event stands for:
 * `key` finds the row; `set` is the new value; `add` is an amount to add to the column; `was` is the former value, known
 * to the producer and used for ordering alone; `match` must equal the stored value (version tokens); `init` occurs in
 * upserts alone and is the value of a row that is inserted, while a row that exists keeps its own (defaults that nobody
 * set; beside an `add` of the same property the value to start from, amount included).
 */
export type FieldRole = 'key' | 'set' | 'add' | 'was' | 'match' | 'init'

export interface EventField {
  readonly property: string
  readonly role: FieldRole
}

/** Named once an entry and shared by reference by all its events of the same form. */
export interface EventShape {
  readonly operation: Operation
  readonly entity: string
  readonly fields: readonly EventField[]
}

/**
 * A value as it travels: integers as number (as decimal text beyond 2^53), booleans as 0 and 1, decimals, dates and
 * times as MySQL text in UTC, bytes as base64, JSON columns as their JSON text, sets joined by commas.
 * `{ ref: n }` is the auto-increment id that event `n` of the same unit will get.
 */
export type WireValue = null | number | string | { readonly ref: number }

export interface ChangeEvent {
  readonly shape: EventShape
  /** One for each field of the shape, in its order. */
  readonly values: readonly WireValue[]
}
