import { defineEntity, id, ref } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  boss: ref(() => User).onDelete('set null'),
  chief: ref(() => User).onUpdate('set null').onDelete('cascade'),
})
