import { ENTRY_VERSION } from './encode-entry.js'
import { EventFormatError } from './event-format-error.js'
import { isEventId, unitCapacity, unitEventIds } from './event-id.js'
import { readField } from './field-sigil.js'
import type { ChangeEvent, EventField, EventShape, Operation, Unit, WireValue } from './unit.js'

const OPERATIONS: ReadonlySet<string> = new Set<Operation>(['insert', 'upsert', 'insertIgnore', 'update', 'delete'])

/** Shapes kept for sharing; a stream that carries more (column sets times entities) starts over. */
const MAX_KEPT_SHAPES = 10_000

/**
 * Reads entries. Equal shapes of any entries become one object, so that events can be grouped by identity.
 */
export class EntryDecoder {
  readonly #kept = new Map<string, EventShape>()

  /** The units of an entry, in order. Throws EventFormatError for anything that `encodeEntry` does not write. */
  decode(payload: string): readonly Unit[] {
    const entry = parse(payload)
    if (!Array.isArray(entry)) throw malformed('', 'is not a JSON array')
    const [version, baseId, shapes, units] = entry as unknown[]
    if (version !== ENTRY_VERSION) throw wrongVersion(version)
    if (entry.length !== 4) throw malformed('', `has ${entry.length} parts instead of 4`)
    if (typeof baseId !== 'string' || !isEventId(baseId)) throw malformed('[1]', 'the base id is not a UUIDv7')
    if (!Array.isArray(shapes)) throw malformed('shapes', 'is not an array')
    if (!Array.isArray(units) || units.length === 0) throw malformed('units', 'is not an array of units')
    if (units.length > unitCapacity(baseId)) throw malformed('units', `has ${units.length} units, more than ids`)
    const known = shapes.map((shape: unknown, index) => this.#shape(shape, index))
    const idOf = unitEventIds(baseId)
    return units.map((unit: unknown, index) => readUnit(unit, index, idOf(index), known))
  }

  #shape(raw: unknown, index: number): EventShape {
    if (!isTexts(raw)) throw malformed(`shapes[${index}]`, 'is not an array of strings')
    const text = JSON.stringify(raw)
    const kept = this.#kept.get(text)
    if (kept !== undefined) return kept
    const shape = readShape(raw, index)
    if (this.#kept.size === MAX_KEPT_SHAPES) this.#kept.clear()
    this.#kept.set(text, shape)
    return shape
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch (error) {
    throw new EventFormatError('malformed', '', 'is not JSON', error)
  }
}

function readShape(raw: readonly string[], index: number): EventShape {
  const [operation, entity, ...fields] = raw
  if (!isOperation(operation)) throw malformed(`shapes[${index}][0]`, `unknown operation ${brief(operation)}`)
  if (entity === undefined || entity === '') throw malformed(`shapes[${index}][1]`, 'names no entity')
  return { operation, entity, fields: fields.map((field, at) => readShapeField(field, `shapes[${index}][${at + 2}]`)) }
}

function readShapeField(raw: string, path: string): EventField {
  const field = readField(raw)
  if (field === undefined) throw malformed(path, `${brief(raw)} names no property`)
  return field
}

/** Made by a constructor, as what the consumer keeps thousands of; consumer/unit-node.ts says why. */
class ReadUnit implements Unit {
  readonly eventId: string
  readonly events: readonly ChangeEvent[]

  constructor(eventId: string, events: readonly ChangeEvent[]) {
    this.eventId = eventId
    this.events = events
  }
}

class ReadEvent implements ChangeEvent {
  readonly shape: EventShape
  readonly values: readonly WireValue[]

  constructor(shape: EventShape, values: readonly WireValue[]) {
    this.shape = shape
    this.values = values
  }
}

/** Units and events are made of the arrays that the parser made: a look-ahead holds tens of thousands of them. */
function readUnit(raw: unknown, index: number, eventId: string, shapes: readonly EventShape[]): Unit {
  if (!Array.isArray(raw)) throw malformed(`units[${index}]`, 'is not an array')
  const parts = raw as unknown[]
  const trace = readTrace(parts[0], index)
  const offset = trace === undefined ? 0 : 1
  if (offset === 1) parts.shift()
  if (parts.length === 0) throw malformed(`units[${index}]`, 'has no event')
  for (let position = 0; position < parts.length; position++)
    parts[position] = readEvent(parts[position], index, position + offset, position, shapes)
  const events = parts as ChangeEvent[]
  return trace === undefined ? new ReadUnit(eventId, events) : { eventId, events, trace }
}

function readTrace(raw: unknown, unit: number): string | undefined {
  if (raw === undefined || Array.isArray(raw)) return undefined
  if (typeof raw === 'object' && raw !== null && hasOnly(raw, 'trace') && typeof raw.trace === 'string')
    return raw.trace
  throw malformed(`units[${unit}][0]`, `${brief(raw)} is neither an event nor a trace`)
}

function readEvent(
  raw: unknown,
  unit: number,
  at: number,
  position: number,
  shapes: readonly EventShape[],
): ChangeEvent {
  const path = () => `units[${unit}][${at}]`
  if (!Array.isArray(raw)) throw malformed(path(), 'is not an event')
  const values = raw as unknown[]
  const number = values.shift()
  const shape = typeof number === 'number' ? shapes[number] : undefined
  if (shape === undefined) throw malformed(path(), `names the unknown shape ${brief(number)}`)
  if (values.length !== shape.fields.length)
    throw malformed(path(), `has ${values.length} values for ${shape.fields.length} fields`)
  for (let i = 0; i < values.length; i++)
    if (!isWireValue(values[i], position)) throw malformed(path(), `value ${i + 1} is ${brief(values[i])}`)
  return new ReadEvent(shape, values as WireValue[])
}

/** `position` is the event's own: it may refer to the ids of events before it. */
function isWireValue(value: unknown, position: number): boolean {
  if (typeof value === 'string' || value === null || Number.isFinite(value)) return true
  if (typeof value !== 'object' || !hasOnly(value, 'ref')) return false
  const { ref } = value
  return typeof ref === 'number' && Number.isInteger(ref) && ref >= 0 && ref < position
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function hasOnly<K extends string>(value: object, key: K): value is Record<K, unknown> {
  const keys = Object.keys(value)
  return keys.length === 1 && keys[0] === key
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'string' && OPERATIONS.has(value)
}

function wrongVersion(version: unknown): EventFormatError {
  if (typeof version === 'number' && Number.isInteger(version) && version > ENTRY_VERSION)
    return new EventFormatError('version', '[0]', `has version ${version}, this reader knows ${ENTRY_VERSION}`)
  return malformed('[0]', `${brief(version)} is not a version`)
}

function malformed(path: string, problem: string): EventFormatError {
  return new EventFormatError('malformed', path, problem)
}

/** A scalar, shortened; a kind for the rest: writing out what was nested deep enough would overflow the stack. */
function brief(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}...` : text
}
