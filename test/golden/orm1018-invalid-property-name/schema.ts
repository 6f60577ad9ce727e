import { defineEntity, id, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  'first-name': varchar(80),
  2024: varchar(80),
  '': varchar(80),
})
