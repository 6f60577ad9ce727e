import { expect, test } from 'vitest'
import { ExampleProject } from '../support/example-project.js'

test('the quickstart queues a user, and the consumer brings it to MySQL', { timeout: 90_000 }, async () => {
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
