import { defineEntity, id, int, ref, varchar } from 'orm-gen/schema'
import { Team } from './team.js'

/** A child and a parent with a sequence key; handles move between accounts. */
export const Account = defineEntity('fault_accounts', {
  id: id(),
  team: ref(() => Team)
    .nullable()
    .onDelete('set null'),
  handle: varchar(60).unique(),
  n: int().unsigned().default(0),
  last: varchar(60).default(''),
})
