import { bigint, defineEntity, id } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  version: bigint().nullable().version(),
})

export const Team = defineEntity('teams', { id: id(), version: bigint().version().index() })

export const Order = defineEntity('orders', { id: id(), version: bigint().asNumber().version() })

export const Item = defineEntity('items', { id: id(), version: bigint().default(0n).version() })
