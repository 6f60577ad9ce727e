import { defineEntity, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  name: varchar(80),
})

export const Empty = defineEntity('empty', {})
