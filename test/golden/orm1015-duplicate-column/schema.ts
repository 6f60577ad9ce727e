import { defineEntity, id, ref, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  firstName: varchar(80),
  givenName: varchar(80).column('First_Name'),
  boss: ref(() => User).nullable(),
  chief: ref(() => User).nullable().column('boss_id'),
})
