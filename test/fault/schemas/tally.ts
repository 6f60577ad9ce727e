import { defineEntity, id, int, varchar } from 'orm-gen/schema'

/** Upserted by everybody: increments of all producers add up. */
export const Tally = defineEntity('fault_tallies', {
  id: id(),
  name: varchar(60).unique(),
  n: int().unsigned().default(0),
})
