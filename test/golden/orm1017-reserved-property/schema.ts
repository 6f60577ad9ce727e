import { bool, defineEntity, id, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  isDirty: bool(),
  revert: bool(),
  toString: varchar(10),
  $get: bool(),
})
