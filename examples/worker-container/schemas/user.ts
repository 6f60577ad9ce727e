import { defineEntity, enumOf, id, int, varchar } from 'orm-gen/schema'

/** A person who can sign in. */
export const User = defineEntity('users', {
  id: id(),
  name: varchar(100),
  email: varchar(255).unique(),
  role: enumOf('admin', 'member').default('member'),
  logins: int().unsigned().default(0),
})
