import { join } from 'node:path'
import { expect, test } from 'vitest'
import { firstConfig } from '../../cli/init/templates.js'
import { docBlocks, programOfPage } from '../support/doc-blocks.js'
import { DocProjects } from '../support/doc-project.js'
import { ExampleProject } from '../support/example-project.js'

test.each([
  ['README.md', 'SELECT name, email, logins FROM users', [{ name: 'Tom', email: 'bee@beeorm.io', logins: 1 }]],
  ['docs/quickstart.md', 'SELECT name, email, logins FROM users', [{ name: 'Tom', email: 'bee@beeorm.io', logins: 0 }]],
  [
    'docs/recipes.md',
    `SELECT (SELECT login_count FROM users WHERE id = 1) AS logins, (SELECT first_name FROM users WHERE id = 1) AS name,
      (SELECT views FROM pages WHERE url = '/home') AS views, (SELECT COUNT(*) FROM pages) AS pages,
      (SELECT COUNT(*) FROM orders JOIN order_items ON order_id = orders.id) AS lines_,
      (SELECT title FROM documents WHERE deleted_at IS NULL) AS title`,
    [{ logins: 100, name: 'Jo', views: 1, pages: '501', lines_: '1', title: 'Mine' }],
  ],
])('the program of %s does what the page says', { timeout: 240_000 }, async (page, query, rows) => {
  using projects = new DocProjects()
  const blocks = docBlocks(page).filter(({ language }) => language === 'ts')
  const folder = projects.add(page, blocks)
  projects.write(join(folder, 'orm.yaml'), firstConfig({ database: undefined, hasRedisUrl: true }))
  projects.write(join(folder, 'main.ts'), programOfPage(blocks))
  await using project = await ExampleProject.at(folder, page)
  await project.ormGen('ddl', '--apply')
  const consumer = project.start([join(process.cwd(), 'dist/cli/main.js'), 'consume', '--entities', 'generated'])
  await project.main()
  await expect.poll(() => project.world.query(query), { timeout: 30_000 }).toEqual(rows)
  expect(await consumer.stop()).toBe(0)
})
