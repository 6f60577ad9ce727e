import { defineEntity, id, int, ref, varchar } from 'orm-gen/schema'

/** A parent. */
export const Family = defineEntity('families', {
  id: id(),
  name: varchar(100),
  city: varchar(100),
})

/** A child. */
export const Member = defineEntity('members', {
  id: id(),
  family: ref(() => Family),
  name: varchar(100),
  age: int(),
})
