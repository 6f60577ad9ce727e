import { expect, test } from 'vitest'
import { ExampleProject } from '../support/example-project.js'

test('Fastify answers from Redis, and from MySQL once the consumer has been there', { timeout: 180_000 }, async () => {
  await using example = await ExampleProject.open('fastify')
  await example.ormGen('ddl', '--apply')
  const app = example.start(['--import', 'tsx', 'main.ts'])
  const base = (await app.says(/listening at (\S+)/))[1]!
  const post = (path: string, body?: object) =>
    fetch(base + path, {
      method: 'POST',
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })

  const accepted = await post('/users', { name: 'Tom', email: 'tom@example.com' })
  expect([accepted.status, accepted.headers.get('location')]).toEqual([202, '/users/1'])
  expect(await accepted.json()).toMatchObject({ id: '1', name: 'Tom', role: 'member' })
  expect((await fetch(`${base}/users/1`)).status).toBe(404)
  await example.ormGen('consume', '--entities', 'generated', '--once')
  expect(await (await fetch(`${base}/users/1`)).json()).toMatchObject({ id: '1', email: 'tom@example.com' })

  expect((await post('/users/1/logins')).status).toBe(202)
  const refused = await post('/users', { name: 'x'.repeat(101), email: 'long@example.com' })
  expect([refused.status, await refused.json()]).toMatchObject([422, { property: 'name' }])
  expect(await app.stop()).toBe(0)
  await example.ormGen('consume', '--entities', 'generated', '--once')
  expect(await example.world.query('SELECT logins FROM users')).toEqual([{ logins: 1 }])
})
