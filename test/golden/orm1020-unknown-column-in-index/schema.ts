import { defineEntity, id, ref, varchar } from 'orm-gen/schema'

export const User = defineEntity(
  'users',
  { id: id(), firstName: varchar(80), boss: ref(() => User).nullable() },
  { indexes: [{ columns: ['first_name'] }, { columns: ['bossId'] }], uniques: [{ columns: ['boss', 'email'] }] },
)
