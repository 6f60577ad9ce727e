import { eq } from 'drizzle-orm'
import type { MySql2Database } from 'drizzle-orm/mysql2'
import type { Engine } from 'orm-gen'
import { ArticleEntity } from './generated/index.js'
import { articles } from './tables.js'

/**
 * Shows an article and counts the view: read with Drizzle, written lazily. Views come often and must not wait for the
 * row's lock, so they are amounts that add up, not values. Null where there is no such article.
 */
export async function countView(db: MySql2Database, engine: Engine, slug: string): Promise<{ title: string } | null> {
  const [row] = await db.select().from(articles).where(eq(articles.slug, slug))
  if (row === undefined) return null
  const article = ArticleEntity.fromRow(row)
  article.increment('views')
  article.lastSeenAt = new Date()
  await engine.flushLazy(article)
  return { title: row.title }
}
