import { bigint, datetime, defineEntity, id } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  deletedAt: datetime().nullable().softDelete(),
  removedAt: datetime().nullable().softDelete(),
  version: bigint().unsigned().version(),
  revision: bigint().unsigned().version(),
})
