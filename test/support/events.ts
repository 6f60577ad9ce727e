import { readField } from '../../runtime/event/field-sigil.js'
import type { ChangeEvent, EventShape, Operation, WireValue } from '../../runtime/event/unit.js'

/** Shapes written as in an entry: `['insert', 'User', '@id', 'name']`; equal ones are one object. */
const shapes = new Map<string, EventShape>()

export function event(form: readonly [Operation, string, ...string[]], ...values: readonly WireValue[]): ChangeEvent {
  const name = form.join(' ')
  const [operation, entity, ...fields] = form
  const shape = shapes.get(name) ?? { operation, entity, fields: fields.map((field) => readField(field)!) }
  shapes.set(name, shape)
  return { shape, values }
}
