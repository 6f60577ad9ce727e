import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Entity, useEngine } from '../../runtime/index.js'
import { drain, expectFlushed } from '../../testing/index.js'
import { EngineRig } from '../support/engine-rig.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), name: varchar(50), email: varchar(100).unique() })
  export const Seat = defineEntity('seats', { hall: int().primary(), number: int().primary(), note: json().nullable() })
`
let rig: EngineRig

beforeAll(async () => {
  rig = await EngineRig.create('testing_helpers', SCHEMA)
  useEngine(rig.engine)
})

afterAll(async () => {
  useEngine(undefined)
  await rig[Symbol.asyncDispose]()
})

test('what is queued is in MySQL after a drain, and expectFlushed finds it', async () => {
  const user = make('User', { name: 'Ada', email: 'ada@x' })
  const seat = make('Seat', { hall: 1, number: 7, note: { broken: true } })
  await rig.engine.flushLazy([user, seat])
  await drain(rig.engine)
  await expectFlushed([user, seat])
  await rig.engine.deleteLazy(user)
  await drain(rig.engine)
  await expectFlushed(user)
})

test('expectFlushed waits for a consumer that is at work', async () => {
  const user = make('User', { name: 'Tom', email: 'tom@x' })
  await rig.engine.flushLazy(user)
  await Promise.all([expectFlushed(user), drain(rig.engine)])
})

test('expectFlushed names what is missing, what differs and what was not flushed', async () => {
  const [missing, changed, dirty] = ['missing', 'changed', 'dirty'].map((name) =>
    make('User', { name, email: `${name}@x` }),
  ) as [Entity, Entity, Entity]
  await rig.engine.flushLazy([changed, dirty])
  await drain(rig.engine)
  await rig.world.query("UPDATE users SET email = 'else@x' WHERE name = 'changed'")
  await rig.engine.flushLazy(missing)
  dirty.$changes.set(1, 'other')
  await expect(expectFlushed([missing, changed, dirty], { timeoutMs: 0 })).rejects.toMatchObject({
    code: 'ORM3104',
    differences: [
      { entity: missing, text: expect.stringMatching(/^User "\d+": there is no such row$/) },
      { entity: changed, text: expect.stringContaining('email is "else@x" and not "changed@x"') },
      { entity: dirty, text: expect.stringContaining('name not flushed') },
    ],
  })
})

function make(entity: string, input: Readonly<Record<string, unknown>>): Entity {
  return rig.make(entity, input) as unknown as Entity
}
