import { defineEntity, id, ref, varchar } from 'orm-gen/schema'

export const User = defineEntity(
  'users',
  { id: id(), fullName: varchar(80).renamedFrom('name'), boss: ref(() => User).nullable() },
  { removed: ['nickname', 'fullName', 'name', 'bossId', 'boss'] },
)
