import { defineEntity, enumOf, id, int, varchar } from 'orm-gen/schema'

const LENGTH = 80
const columns = { name: varchar(80) }
const prefix = 'shop'

export const User = defineEntity(`${prefix}_users`, {
  id: id(),
  name: varchar(LENGTH),
  code: varchar(2 * 40),
  age: int().default(Number('3')),
  ...columns,
  ['computed' + 1]: int(),
  get secret() {
    return int()
  },
})

export const Team = defineEntity('teams', columns)
