import { defineEntity, id, int } from 'orm-gen/schema'

export const Line = defineEntity('lines', {
  id: id(),
  number: int().primary(),
})
