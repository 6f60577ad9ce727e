import { char, datetime, defineEntity, enumOf, id, int, ref, varchar } from 'orm-gen/schema'
import * as shared from './shared/index.js'
import { audit, LIMITS, ROLES, timestamps } from './shared/index.js'

const SHORT = 20
const TABLES = { users: 'app_users' } as const
const email = varchar(LIMITS.email).comment('Lower-cased')
const options = { coalesce: false } as const
const name = varchar(SHORT)

function money() {
  return int().unsigned().default(0)
}

export const User = defineEntity(
  TABLES.users,
  {
    id: id(),
    name,
    email: email.unique(),
    alias: email.nullable(),
    role: enumOf(...ROLES, 'guest').default(shared.DEFAULT_ROLE),
    country: char(shared.LIMITS.country),
    balance: money(),
    credit: money().nullable(),
    ...timestamps,
    ...audit(),
    /** Its own precision, in the place that the group gives it. */
    updatedAt: datetime(6).nullable(),
  },
  { ...options, pool: shared.POOL },
)

const keyed = { id: id(), title: varchar(SHORT) }

export const Team = defineEntity('teams', keyed, { pool: shared.POOL })
export const Label = defineEntity('labels', { ...keyed, ...shared.timestamps, boss: ref(() => User) }, { pool: shared.POOL })
