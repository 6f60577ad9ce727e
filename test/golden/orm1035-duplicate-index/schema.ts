import { defineEntity, id, varchar } from 'orm-gen/schema'

export const User = defineEntity(
  'users',
  { id: id(), email: varchar(80).unique(), name: varchar(80).index('by_name'), city: varchar(80) },
  { indexes: [{ columns: ['city'], name: 'By_Name' }, { columns: ['city', 'city'] }], uniques: [{ columns: ['email'] }] },
)
