import { defineEntity, id, int, varchar } from 'orm-gen/schema'

/** A trigger refuses the row with the error number in `poison`, whatever it is. */
export const Fragile = defineEntity('fault_fragiles', {
  id: id(),
  poison: int().unsigned().default(0),
  n: int().unsigned().default(0),
  last: varchar(60).default(''),
})
