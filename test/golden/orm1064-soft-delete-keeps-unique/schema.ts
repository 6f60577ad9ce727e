import { datetime, defineEntity, id, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  email: varchar(100).unique(),
  deletedAt: datetime().nullable().softDelete(),
})
