import { bit, char, decimal, defineEntity, id, varbinary, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  displayName: varchar(),
  country: char(),
  total: decimal(),
  price: decimal(10),
  hash: varbinary(),
  flags: bit().nullable(),
})
