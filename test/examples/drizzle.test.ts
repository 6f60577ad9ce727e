import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ExampleProject } from '../support/example-project.js'

/** As the application's own migration has made it. */
const TABLE = `CREATE TABLE articles (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  slug VARCHAR(120) NOT NULL UNIQUE,
  title VARCHAR(200) NOT NULL,
  views INT UNSIGNED NOT NULL DEFAULT 0,
  last_seen_at DATETIME(3)
) CHARACTER SET utf8mb4`

test('an application reads with Drizzle and writes lazily with orm-gen, on the table that it had', {
  timeout: 180_000,
}, async () => {
  await using example = await ExampleProject.open('drizzle')
  await example.world.query(TABLE)
  await example.world.query("INSERT INTO articles (slug, title, views) VALUES ('hello', 'Hello', 5)")
  await example.ormGen('ddl', '--diff')
  await example.ormGen('pull', '--schemas', 'pulled')
  expect(await readFile(join(example.folder, 'pulled/article.ts'), 'utf8')).toContain('id: id().autoIncrement(),')

  expect(await example.main()).toBe(`${"{ title: 'Hello' }\n".repeat(3)}null`)
  await example.ormGen('consume', '--entities', 'generated', '--once')
  expect(await example.world.query('SELECT views, last_seen_at IS NOT NULL AS seen FROM articles')).toEqual([
    { views: 8, seen: 1 },
  ])
})
