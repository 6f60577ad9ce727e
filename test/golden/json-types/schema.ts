import { defineEntity, id, json } from 'orm-gen/schema'
import type Money from './money.js'
import type { Settings, Theme as Look } from './types.js'
import type * as geo from './types.js'

export type Tag = string | number

export const User = defineEntity('users', {
  id: id(),
  plain: json(),
  settings: json<Settings>(),
  looks: json<Partial<Record<string, Look>>>().nullable(),
  price: json<Money | null>(),
  place: json<geo.Place>(),
  tags: json<Tag[]>().default([]),
  mapped: json<{ [K in Tag as `x${K}`]: K extends infer U ? U : never }>(),
})
