import { datetime, defineEntity, id, int, varchar } from 'orm-gen/schema'

/** The table of all benchmarks: about 105 bytes a row. */
export const Person = defineEntity('people', {
  id: id(),
  firstName: varchar(100),
  lastName: varchar(100),
  email: varchar(255).unique(),
  age: int().nullable(),
  createdAt: datetime(),
})
