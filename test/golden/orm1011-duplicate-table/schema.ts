import { defineEntity, id } from 'orm-gen/schema'

export const User = defineEntity('users', { id: id() })

export const Member = defineEntity('Users', { id: id() })

export const Archived = defineEntity('users', { id: id() }, { pool: 'archive' })
