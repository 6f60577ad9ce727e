import { datetime, defineEntity, id } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  deletedAt: datetime().softDelete(),
})

export const Team = defineEntity('teams', {
  id: id(),
  deletedAt: datetime().nullable().defaultNow().softDelete(),
})
