import { defineEntity, id, ref } from 'orm-gen/schema'
import { Order } from './missing.js'
import { helper } from './other.js'

export const User = defineEntity('users', {
  id: id(),
  order: ref(() => Order),
  helper: ref(() => helper),
  boss: ref(() => Usr),
  team: ref(() => Team),
})
