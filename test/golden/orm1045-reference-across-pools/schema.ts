import { defineEntity, id, ref } from 'orm-gen/schema'

export const User = defineEntity('users', { id: id() })

export const Visit = defineEntity(
  'visits',
  {
    id: id(),
    user: ref(() => User),
    guide: ref(() => User).nullable().noForeignKey(),
  },
  { pool: 'log' },
)
