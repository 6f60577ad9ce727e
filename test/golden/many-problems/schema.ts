import { defineEntity, enumOf, id, int, varchar } from 'orm-gen/schema'

/** Every problem of every file is reported in one run. */
export const User = defineEntity('users', {
  id: id(),
  name: varchar(),
  age: int().unsignd(),
  role: enumOf('admin').default('member'),
})
