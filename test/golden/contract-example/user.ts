import { datetime, defineEntity, enumOf, id, int, json, ref, varchar } from 'orm-gen/schema'
import { Team } from './team.js'

/** A person who can sign in. */
export const User = defineEntity(
  'users',
  {
    id: id(),
    firstName: varchar(100),
    lastName: varchar(100),
    /** Lower-cased before it gets here. */
    email: varchar(255).unique(),
    age: int().unsigned().nullable(),
    role: enumOf('admin', 'member').default('member'),
    settings: json<{ theme: string }>().nullable(),
    team: ref(() => Team)
      .nullable()
      .onDelete('set null'),
    loginCount: int().unsigned().default(0),
    createdAt: datetime().defaultNow(),
  },
  { indexes: [{ columns: ['team', 'role'] }] },
)
