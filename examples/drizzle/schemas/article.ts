import { datetime, defineEntity, id, int, varchar } from 'orm-gen/schema'

/** Of the table that the application has had before: `orm-gen pull` writes this file. */
export const Article = defineEntity('articles', {
  id: id().autoIncrement(),
  slug: varchar(120).unique(),
  title: varchar(200),
  views: int().unsigned().default(0),
  lastSeenAt: datetime(3).nullable(),
})
