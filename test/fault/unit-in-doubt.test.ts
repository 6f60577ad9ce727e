import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EngineRig } from '../support/engine-rig.js'
import { DoubtRig } from './lib/world/doubt-rig.js'

let doubt: DoubtRig
let rig: EngineRig

beforeAll(async () => {
  doubt = await DoubtRig.open('in_doubt')
  rig = doubt.rig
})

beforeEach(async () => {
  await rig.world.redis.del(rig.stream)
})

afterAll(() => doubt[Symbol.asyncDispose]())

describe('a unit in doubt', () => {
  test('is told by its event id, goes again under it with the next flush, and takes effect once', async () => {
    const user = rig.make('User', { name: 'Tom' })
    await rig.engine.flushLazy(user)
    await rig.drain()
    user.increment('logins')
    doubt.loseTheAnswer()
    const failure = await rig.engine.flushLazy(user).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ORM2601', eventIds: [expect.any(String)] })
    doubt.proxy.up()

    user.increment('logins')
    user.set({ name: 'Tim' })
    const receipt = await rig.engine.flushLazy(user)
    const [doubtful] = (failure as { eventIds: string[] }).eventIds
    expect(receipt.eventIds).toEqual([doubtful, expect.any(String)])
    expect(await doubt.units()).toEqual(receipt.eventIds.map((id) => ({ id, events: 1 })))
    await rig.drain()
    expect(await rig.world.query('SELECT name, logins FROM users WHERE id = ?', [String(user.get('id'))])).toEqual([
      { name: 'Tim', logins: 2 },
    ])
  })

  test('of a flusher stays whole: a flush of one of its entities sends all of it', async () => {
    const users = ['a', 'b'].map((name) => rig.make('User', { name }))
    doubt.loseTheAnswer()
    const flusher = rig.engine.newFlusher().track(...users)
    await expect(flusher.flushLazy()).rejects.toMatchObject({ code: 'ORM2601' })
    doubt.proxy.up()
    await rig.world.redis.del(rig.stream)
    await rig.engine.flushLazy(users[1]!)
    expect(await doubt.units()).toEqual([{ id: expect.any(String), events: 2 }])
    expect((await flusher.flushLazy()).eventIds).toEqual([])
  })
})

test('a flush that was not sent leaves the entity as dirty as before', async () => {
  const user = rig.make('User', { name: 'Ann' })
  await rig.engine.flushLazy(user)
  user.set({ name: 'Anna' })
  doubt.proxy.down()
  const other = () =>
    rig.engine.flushLazy(rig.make('User', { name: 'x' })).catch((error: { code: string }) => error.code)
  await expect.poll(other, { timeout: 15_000 }).toBe('ORM2603')
  await expect(rig.engine.flushLazy(user)).rejects.toMatchObject({ code: 'ORM2603' })
  doubt.proxy.up()
  expect(user.$changes.dirtyProperties()).toEqual(['name'])
  await rig.engine.flushLazy(user)
  expect((await rig.units()).at(-1)).toEqual([`update User ${user.get('id')} name=Anna`])
})
