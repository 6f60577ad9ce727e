import { bigint, datetime, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core'

/** The application's own view of its table, as it was before orm-gen came. */
export const articles = mysqlTable('articles', {
  id: bigint('id', { mode: 'bigint', unsigned: true }).primaryKey().autoincrement(),
  slug: varchar('slug', { length: 120 }).notNull().unique(),
  title: varchar('title', { length: 200 }).notNull(),
  views: int('views', { unsigned: true }).notNull().default(0),
  lastSeenAt: datetime('last_seen_at', { fsp: 3 }),
})
