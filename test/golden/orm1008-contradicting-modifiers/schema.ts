import { bigint, datetime, defineEntity, id, ref, varchar } from 'orm-gen/schema'

export const User = defineEntity('users', {
  id: id(),
  name: varchar(80).nullable().nullable(),
  createdAt: datetime().default('2024-01-01 00:00:00').defaultNow(),
  views: bigint().asNumber().asString(),
  boss: ref(() => User).noForeignKey().onDelete('cascade'),
})

export const Tag = defineEntity('tags', {
  name: varchar(80).primary().nullable(),
  slug: varchar(80).primary().unique().index(),
})
