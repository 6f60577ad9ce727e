import { blob, defineEntity, double, id, json, text } from 'orm-gen/schema'

export const User = defineEntity(
  'users',
  { id: id(), bio: text().unique(), photo: blob().index(), settings: json() },
  { indexes: [{ columns: ['settings'] }] },
)

export const Measure = defineEntity('measures', { value: double().primary() })
