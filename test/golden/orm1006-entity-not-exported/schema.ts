import { defineEntity, id } from 'orm-gen/schema'

const User = defineEntity('users', { id: id() })

export default defineEntity('teams', { id: id() })

export function makeEntity() {
  return defineEntity('orders', { id: id() })
}
