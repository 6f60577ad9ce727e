import { defineEntity, id, int, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  email: varchar(255).unique(),
  logins: int().unsigned().default(0),
})
