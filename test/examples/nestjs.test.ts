import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ExampleProject } from '../support/example-project.js'

test('a NestJS application opens the engine, works its stream and closes with the shutdown hooks', {
  timeout: 180_000,
}, async () => {
  await using example = await ExampleProject.open('nestjs')
  await example.ormGen('ddl', '--apply')
  await example.run(resolve('node_modules/.bin/tsc'), ['-p', '.'])
  const app = example.start(['--import', 'tsx', 'main.ts'])
  const base = (await app.says(/listening at (\S+)/))[1]!
  const signUp = (body: object) =>
    fetch(`${base}/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  const accepted = await signUp({ name: 'Tom', email: 'tom@example.com' })
  expect([accepted.status, await accepted.json()]).toMatchObject([202, { id: '1' }])
  const refused = await signUp({ name: 'Tom', email: 'tom@example.com', isAdmin: true })
  expect([refused.status, await refused.json()]).toMatchObject([422, { property: 'isAdmin' }])
  await expect.poll(async () => (await fetch(`${base}/users/1`)).status, { timeout: 30_000 }).toBe(200)
  expect(await app.stop()).toBe(0)
})
