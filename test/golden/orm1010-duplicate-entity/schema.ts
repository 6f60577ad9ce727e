import { defineEntity, id } from 'orm-gen/schema'

export const User = defineEntity('users', { id: id() })
