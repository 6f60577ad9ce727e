import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { MAX_ENTRY_UNITS } from '../../runtime/event/encode-entry.js'
import { EngineRig } from '../support/engine-rig.js'

const SCHEMA = `
  export const Team = defineEntity('teams', { id: id(), title: varchar(50) })
  export const User = defineEntity('users', {
    id: id(), name: varchar(10), email: varchar(100).unique(), logins: int().default(0), team: ref(() => Team).nullable(),
  })
  export const Page = defineEntity('pages', { id: id().autoIncrement(), path: varchar(50).unique(), hits: int().default(0) })
`

let rig: EngineRig

beforeAll(async () => {
  rig = await EngineRig.create('engine', SCHEMA)
})

afterEach(async () => {
  await rig.world.redis.del(rig.stream)
})

afterAll(() => rig[Symbol.asyncDispose]())

let emails = 0
const newUser = (name = 'Tom') => rig.make('User', { name, email: `${emails++}@x` })

describe('flushLazy', () => {
  test('queues an insert with its id, then only what changed, then nothing', async () => {
    const user = newUser()
    await rig.engine.flushLazy(user)
    const id = user.get('id')
    user.set({ name: 'Tim' })
    await rig.engine.flushLazy(user)
    expect((await rig.engine.flushLazy(user)).eventIds).toEqual([])
    const [[insert] = [], update] = await rig.units()
    expect(insert).toMatch(new RegExp(`^insert User ${id} name=Tom email=\\d+@x logins=0`))
    expect(update).toEqual([`update User ${id} name=Tim`])
  })

  test('of several entities checks all first, and makes each a unit of one entry', async () => {
    const users = [newUser(), newUser(), newUser()]
    const receipt = await rig.engine.flushLazy(users)
    expect(receipt.eventIds).toHaveLength(3)
    expect((await rig.entries()).map((units) => units.length)).toEqual([3])

    const orphan = rig.make('User', { name: 'x', email: 'orphan@x', team: rig.make('Team', { title: 't' }) })
    const good = newUser()
    await expect(rig.engine.flushLazy([good, orphan])).rejects.toMatchObject({ code: 'ORM2108' })
    expect([good.isDirty, (await rig.entries()).length]).toEqual([true, 1])
  })

  test('of more entities than an entry holds uses several entries, in order', async () => {
    const users = Array.from({ length: 4_500 }, () => newUser())
    const { eventIds } = await rig.engine.flushLazy(users)
    expect(new Set(eventIds).size).toBe(4_500)
    const entries = await rig.entries()
    expect(entries.every((units) => units.length <= MAX_ENTRY_UNITS)).toBe(true)
    const ids = entries.flat().map((unit) => BigInt(unit.events[0]!.values[0] as number))
    expect(ids).toEqual(users.map((user) => user.get('id')))
  })

  test('keeps the order of calls, also where a call waits for ids and the next needs none', async () => {
    const burst = Array.from({ length: 3_000 }, () => newUser('burst'))
    const calls = burst.map((user) => rig.engine.flushLazy(user))
    calls.push(rig.engine.patchLazy(rig.classes.User!, 1n as never, { name: 'last' } as never))
    await Promise.all(calls)
    const units = (await rig.units()).map(([event]) => event!)
    expect(units).toHaveLength(3_001)
    expect(units.at(-1)).toBe('update User 1 name=last')
    expect(units.slice(0, -1).map((event) => Number(event.split(' ')[2]))).toEqual(
      burst.map((user) => Number(user.get('id'))),
    )
  })

  test('captures at the call, not when the entry leaves', async () => {
    const user = newUser('before')
    const flushed = rig.engine.flushLazy(user)
    user.set({ name: 'after' })
    await flushed
    expect((await rig.units())[0]?.[0]).toContain('name=before')
    expect(user.isDirty).toBe(true)
  })

  test('refuses an entity that the engine was not made for', async () => {
    await using other = await EngineRig.create('stranger', SCHEMA)
    const stranger = other.make('Team', { title: 'x' })
    await expect(rig.engine.flushLazy(stranger)).rejects.toMatchObject({ code: 'ORM2613', entity: 'Team' })
  })
})

describe('changes by key', () => {
  test('patch and delete rows that were not loaded', async () => {
    const user = newUser()
    await rig.engine.flushLazy(user)
    const id = user.get('id') as never
    await rig.engine.patchLazy(rig.classes.User!, id, { name: 'Patched' } as never)
    await rig.drain()
    expect((await rig.engine.loadById(rig.classes.User!, id))?.$changes.get(1)).toBe('Patched')
    await rig.engine.deleteLazyById(rig.classes.User!, id)
    await rig.drain()
    expect(await rig.engine.loadById(rig.classes.User!, id)).toBeNull()
  })

  test('a patch that does not fit is refused', async () => {
    const patch = rig.engine.patchLazy(rig.classes.User!, 1n as never, { name: 'x'.repeat(11) } as never)
    await expect(patch).rejects.toMatchObject({ property: 'name' })
  })
})

test('loadByIds reads in the order of the keys, with null where there is no row', async () => {
  const users = [newUser('a'), newUser('b'), newUser('c')]
  await rig.engine.flushLazy(users)
  await rig.drain()
  const [a, b, c] = users.map((user) => user.get('id') as bigint)
  const loaded = await rig.engine.loadByIds(rig.classes.User!, [c, 999_999_999n, a, b, c] as never[])
  expect(loaded.map((user) => user?.$changes.get(1) ?? null)).toEqual(['c', null, 'a', 'b', 'c'])
})

describe('a receipt', () => {
  test('resolves when everything is in MySQL, and gives the ids that MySQL made', async () => {
    const consumer = new BackgroundConsumer(rig.engine)
    const stop = new AbortController()
    const running = consumer.run({ signal: stop.signal })
    const pages = [rig.make('Page', { path: '/1' }), rig.make('Page', { path: '/2' })]
    const receipt = await rig.engine.flushLazy(pages)
    expect(pages[0]!.get('id')).toBeUndefined()
    await receipt.applied({ timeoutMs: 5_000 })
    expect(pages.map((page) => page.get('id'))).toEqual([1n, 2n])
    pages[0]!.increment('hits')
    await (await rig.engine.flushLazy(pages[0]!)).applied()
    expect(await rig.world.query('SELECT id, hits FROM pages')).toEqual([
      { id: '1', hits: 1 },
      { id: '2', hits: 0 },
    ])
    stop.abort()
    await running
    await consumer.close()
  })

  test('rejects with the dead letter and its cause', async () => {
    const [first, second] = [newUser(), newUser()]
    second.set({ email: first.get('email') })
    await rig.engine.flushLazy(first)
    const receipt = await rig.engine.flushLazy(second)
    await rig.drain()
    await expect(receipt.applied()).rejects.toMatchObject({
      code: 'ORM2611',
      status: 'dead',
      deadLetter: { entity: 'User', operation: 'insert', errorCode: '1062' },
    })
  })

  test('rejects at its time-out while the unit waits, and at once by its signal', async () => {
    const receipt = await rig.engine.flushLazy(newUser())
    const late = receipt.applied({ timeoutMs: 40 })
    await expect(late).rejects.toMatchObject({ code: 'ORM2612', eventIds: receipt.eventIds, timeoutMs: 40 })
    const aborted = new AbortController()
    const waiting = receipt.applied({ signal: aborted.signal })
    aborted.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })

  test('of nothing resolves at once', async () => {
    const user = newUser()
    await rig.engine.flushLazy(user)
    await (await rig.engine.flushLazy(user)).applied({ timeoutMs: 1 })
  })
})
