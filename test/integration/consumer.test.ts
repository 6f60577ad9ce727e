import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `
  export const Team = defineEntity('teams', { id: id(), title: varchar(50) })
  export const User = defineEntity('users', {
    id: id(), name: varchar(50), email: varchar(100).unique(), logins: int().default(0), team: ref(() => Team).nullable(),
  })
`
const insertUser = ['insert', 'User', '@id', 'name', 'email'] as const

let rig: ConsumerRig

beforeAll(async () => {
  rig = await ConsumerRig.create('consumer', SCHEMA)
})

afterAll(() => rig[Symbol.asyncDispose]())

test('what was queued is in MySQL after a drain, and gone from the stream', async () => {
  await rig.queue([event(insertUser, 1, 'Tom', 'tom@x')], [event(insertUser, 2, 'Ada', 'ada@x')])
  await rig.queue([event(['update', 'User', '@id', 'name'], 1, 'Thomas')])
  await rig.queue([event(['delete', 'User', '@id'], 2)])
  await rig.drain()
  expect(await rig.world.query('SELECT id, name, email FROM users')).toEqual([
    { id: '1', name: 'Thomas', email: 'tom@x' },
  ])
  expect(await rig.world.redis.xlen(rig.stream)).toBe(0)
})
