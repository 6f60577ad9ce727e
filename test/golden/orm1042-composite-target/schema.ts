import { defineEntity, id, int, ref } from 'orm-gen/schema'

export const Seat = defineEntity('seats', {
  row: int().primary(),
  number: int().primary(),
})

export const Ticket = defineEntity('tickets', {
  id: id(),
  seat: ref(() => Seat),
})
