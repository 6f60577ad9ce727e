import { defineEntity, id } from 'orm-gen/schema'

export const User = defineEntity('admins', { id: id() })
