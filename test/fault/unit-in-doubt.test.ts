import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { EngineRig } from '../support/engine-rig.js'
import { servers } from '../support/servers.js'
import { FaultProxy } from './lib/proxy/proxy.js'

const SCHEMA = `
  export const User = defineEntity('users', { id: id(), name: varchar(10), logins: int().default(0) })
`

let proxy: FaultProxy
let rig: EngineRig

beforeAll(async () => {
  proxy = await FaultProxy.start('redis', (await servers()).redisUrl)
  rig = await EngineRig.create('in_doubt', SCHEMA, {
    redisUrl: proxy.url,
    deadlines: { flushMs: 2_500, answerMs: 500 },
  })
})

beforeEach(async () => {
  await rig.world.redis.del(rig.stream)
})

afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await proxy.close()
})

/** Redis carries the next entry out, and is gone before its answer arrives. */
function loseTheAnswer(): void {
  const run = async () => proxy.down()
  proxy.inject({ command: 'XADD', action: { kind: 'holdAfter', run } })
}

async function units(): Promise<{ id: string; events: number }[]> {
  const seen = new Map((await rig.entries()).flat().map((unit) => [unit.eventId, unit.events.length]))
  return [...seen].map(([id, events]) => ({ id, events }))
}

describe('a unit in doubt', () => {
  test('is told by its event id, goes again under it with the next flush, and takes effect once', async () => {
    const user = rig.make('User', { name: 'Tom' })
    await rig.engine.flushLazy(user)
    await rig.drain()
    user.increment('logins')
    loseTheAnswer()
    const failure = await rig.engine.flushLazy(user).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ORM2601', eventIds: [expect.any(String)] })
    proxy.up()

    user.increment('logins')
    user.set({ name: 'Tim' })
    const receipt = await rig.engine.flushLazy(user)
    const [doubtful] = (failure as { eventIds: string[] }).eventIds
    expect(receipt.eventIds).toEqual([doubtful, expect.any(String)])
    expect(await units()).toEqual(receipt.eventIds.map((id) => ({ id, events: 1 })))
    await rig.drain()
    expect(await rig.world.query('SELECT name, logins FROM users WHERE id = ?', [String(user.get('id'))])).toEqual([
      { name: 'Tim', logins: 2 },
    ])
  })

  test('of a flusher stays whole: a flush of one of its entities sends all of it', async () => {
    const users = ['a', 'b'].map((name) => rig.make('User', { name }))
    loseTheAnswer()
    const flusher = rig.engine.newFlusher().track(...users)
    await expect(flusher.flushLazy()).rejects.toMatchObject({ code: 'ORM2601' })
    proxy.up()
    await rig.world.redis.del(rig.stream)
    await rig.engine.flushLazy(users[1]!)
    expect(await units()).toEqual([{ id: expect.any(String), events: 2 }])
    expect((await flusher.flushLazy()).eventIds).toEqual([])
  })
})

test('a flush that was not sent leaves the entity as dirty as before', async () => {
  const user = rig.make('User', { name: 'Ann' })
  await rig.engine.flushLazy(user)
  user.set({ name: 'Anna' })
  proxy.down()
  const other = () =>
    rig.engine.flushLazy(rig.make('User', { name: 'x' })).catch((error: { code: string }) => error.code)
  await expect.poll(other, { timeout: 15_000 }).toBe('ORM2603')
  await expect(rig.engine.flushLazy(user)).rejects.toMatchObject({ code: 'ORM2603' })
  proxy.up()
  expect(user.$changes.dirtyProperties()).toEqual(['name'])
  await rig.engine.flushLazy(user)
  expect((await rig.units()).at(-1)).toEqual([`update User ${user.get('id')} name=Anna`])
})
