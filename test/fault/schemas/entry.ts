import { defineEntity, id, int, varchar } from 'orm-gen/schema'

/** Each change is seen by an audit trigger, in the order of arrival. */
export const Entry = defineEntity(
  'fault_entries',
  {
    id: id(),
    n: int().unsigned().default(0),
    last: varchar(60).default(''),
  },
  { coalesce: false },
)
