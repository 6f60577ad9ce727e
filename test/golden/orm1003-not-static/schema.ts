import { defineEntity, enumOf, id, int, varchar } from 'orm-gen/schema'
import { sizes } from '@shop/sizes'
import { FAR } from '../outside/limits.js'
import { LIMIT, MISSING } from './limits.js'

let changing = 80
const COMPUTED = Math.max(80, 100)
const FIRST = SECOND
const SECOND = FIRST
const prefix = 'shop'
const columns = { name: varchar(80) }
const group = (length: number) => ({ note: varchar(length) })

export const User = defineEntity(`${prefix}_users`, {
  id: id(),
  name: varchar(changing),
  code: varchar(2 * LIMIT),
  age: int().default(Number('3')),
  city: varchar(COMPUTED),
  zip: varchar(sizes.zip),
  street: varchar(FAR),
  house: varchar(MISSING),
  floor: varchar(FIRST),
  door: varchar(columns.door),
  flat: varchar(UNKNOWN),
  role: enumOf(...prefix),
  ...group(80),
  ['computed' + 1]: int(),
  get secret() {
    return int()
  },
})

export const Team = defineEntity('teams', changing)
