import { defineEntity, int, uuid, varchar } from 'orm-gen/schema'

/** A parent with a UUID key. */
export const Team = defineEntity('fault_teams', {
  id: uuid().primary(),
  name: varchar(60),
  /** Grows by one with each change: the oracle's count. */
  n: int().unsigned().default(0),
  /** The change that was applied last. */
  last: varchar(60).default(''),
})
