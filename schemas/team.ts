import { bigint, bool, datetime, defineEntity, id, ref, text, varchar } from 'orm-gen/schema'
import { User } from './user.js'

/** People who share a budget. */
export const Team = defineEntity('teams', {
  id: id(),
  name: varchar(120).unique(),
  description: text().nullable(),
  /** What the team may spend in a month, in the smallest unit of its currency. */
  budget: bigint().default(0n),
  archived: bool().default(false),
  lead: ref(() => User)
    .nullable()
    .onDelete('set null'),
  parent: ref(() => Team).nullable(),
  createdAt: datetime().defaultNow(),
})
