import { bigint, defineEntity, id, ref, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  name: varchar(80),
  name: varchar(90),
  boss: ref(() => User).nullable(),
  bossId: bigint().unsigned().column('other_boss'),
})
