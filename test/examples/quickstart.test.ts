import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ExampleProject } from '../support/example-project.js'

test('the quickstart queues a user, and the consumer brings it to MySQL', { timeout: 180_000 }, async () => {
  await using example = await ExampleProject.open('quickstart')
  await example.ormGen('ddl', '--apply')
  const consumer = example.start(['node_modules/.bin/orm-gen', 'consume', '--entities', 'generated'])
  const said = await example.main()
  expect(said).toContain('queued as 1; MySQL has not been asked')
  expect(await example.world.query('SELECT name, email, role, logins FROM users')).toEqual([
    { name: 'Tom', email: 'bee@beeorm.io', role: 'member', logins: 1 },
  ])
  expect(await consumer.stop()).toBe(0)
})

test('a package of CommonJS has its generated modules loaded all the same', { timeout: 180_000 }, async () => {
  await using example = await ExampleProject.open('quickstart')
  await writeFile(join(example.folder, 'package.json'), '{ "name": "commonjs", "private": true }')
  await example.ormGen('ddl', '--apply')
  expect(await example.ormGen('consume', '--entities', 'generated', '--once')).toContain('"entities":1')
})
