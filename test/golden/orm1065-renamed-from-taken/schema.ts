import { defineEntity, id, ref, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  name: varchar(80),
  fullName: varchar(80).renamedFrom('name'),
  title: varchar(80).renamedFrom('label'),
  heading: varchar(80).renamedFrom('label'),
  boss: ref(() => User).nullable(),
  chief: ref(() => User).nullable().renamedFrom('boss'),
})
