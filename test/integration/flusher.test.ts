import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { EngineRig } from '../support/engine-rig.js'

const SCHEMA = `
  export const Team = defineEntity('teams', { id: id(), title: varchar(50).unique(), lead: ref(() => User).nullable() })
  export const User = defineEntity('users', {
    id: id(), email: varchar(100).unique(), team: ref(() => Team), boss: ref(() => User).nullable(),
  })
  export const Page = defineEntity('pages', { id: id().autoIncrement(), path: varchar(50), parent: ref(() => Page).nullable() })
  export const Note = defineEntity('notes', { id: uuid().primary(), text: varchar(10), page: ref(() => Page), about: ref(() => Note).nullable() })
  export const A = defineEntity('a', { id: id(), b: ref(() => B) })
  export const B = defineEntity('b', { id: id(), a: ref(() => A) })
`

let rig: EngineRig

beforeAll(async () => {
  rig = await EngineRig.create('flusher', SCHEMA)
})

afterEach(async () => {
  await rig.world.redis.del(rig.stream)
})

afterAll(() => rig[Symbol.asyncDispose]())

const rows = (table: string, columns: string) => rig.world.query(`SELECT ${columns} FROM ${table} ORDER BY id`)

describe('one flush of a flusher', () => {
  test('is one unit in one entry, and empties the flusher', async () => {
    const flusher = rig.engine.newFlusher()
    const team = rig.make('Team', { title: 'one' })
    flusher.track(rig.make('User', { email: 'a@x', team }), rig.make('User', { email: 'b@x', team }), team)
    const receipt = await flusher.flushLazy()
    expect(receipt.eventIds).toHaveLength(1)
    expect(await rig.units()).toHaveLength(1)
    expect(flusher.size).toBe(0)
    expect((await flusher.flushLazy()).eventIds).toEqual([])
  })

  test('puts new parents before their children, whatever the order of the calls', async () => {
    const team = rig.make('Team', { title: 'two' })
    const boss = rig.make('User', { email: 'boss@x', team })
    const user = rig.make('User', { email: 'user@x', team, boss })
    await rig.engine.newFlusher().track(user, boss, team).flushLazy()
    expect((await rig.units())[0]?.map((event) => event.split(' ')[1])).toEqual(['Team', 'User', 'User'])
    await rig.drain()
    expect(await rows('users', 'email, team_id, boss_id')).toContainEqual({
      email: 'user@x',
      team_id: String(team.get('id')),
      boss_id: String(boss.get('id')),
    })
  })

  test('breaks a circle at a nullable reference and sets it at the end', async () => {
    const team = rig.make('Team', { title: 'circle' })
    const lead = rig.make('User', { email: 'lead@x', team })
    team.set({ lead })
    await rig.engine.newFlusher().track(lead, team).flushLazy()
    await rig.drain()
    expect(await rig.world.query('SELECT lead_id FROM teams WHERE title = ?', ['circle'])).toEqual([
      { lead_id: String(lead.get('id')) },
    ])
    expect(team.get('leadId')).toBe(lead.get('id'))
    expect(team.isDirty).toBe(false)
  })

  test('lets keys that MySQL gives be referred to inside the unit, also in a circle and by itself', async () => {
    const root = rig.make('Page', { path: '/' })
    root.set({ parent: root })
    const child = rig.make('Page', { path: '/a', parent: root })
    const note = rig.make('Note', { text: 'hi', page: child })
    const receipt = await rig.engine.newFlusher().track(note, child, root).flushLazy()
    await rig.drain()
    await receipt.applied()
    const [{ id } = { id: '' }] = await rig.world.query<{ id: string }>("SELECT id FROM pages WHERE path = '/'")
    expect(root.get('id')).toBe(BigInt(id))
    expect(await rows('pages', 'path, parent_id')).toEqual([
      { path: '/', parent_id: id },
      { path: '/a', parent_id: id },
    ])
    expect(await rows('notes', 'page_id')).toEqual([{ page_id: String(child.get('id')) }])
  })

  test('orders rows that refer to each other by keys they were born with', async () => {
    const page = rig.make('Page', { path: '/uuid' })
    const first = rig.make('Note', { text: 'first', page })
    const second = rig.make('Note', { text: 'second', page, about: first })
    first.set({ about: second })
    await rig.engine.newFlusher().track(second, first, page).flushLazy()
    await rig.drain()
    expect(await rig.world.query("SELECT text, about_id FROM notes WHERE text <> 'hi' ORDER BY text")).toEqual([
      { text: 'first', about_id: second.get('id') },
      { text: 'second', about_id: first.get('id') },
    ])
  })

  test('gives a unique value free before another row takes it, and deletes children before parents', async () => {
    const old = rig.make('Team', { title: 'old' })
    const member = rig.make('User', { email: 'member@x', team: old })
    const other = rig.make('Team', { title: 'other' })
    await rig.engine.newFlusher().track(old, member, other).flushLazy()
    await rig.drain()
    other.set({ title: 'OLD' })
    const heir = rig.make('User', { email: 'Member@x', team: other })
    await rig.engine.newFlusher().delete(old, member).track(heir, other).flushLazy()
    await rig.drain()
    expect(await rig.world.query("SELECT title FROM teams WHERE title IN ('old', 'other')")).toEqual([{ title: 'OLD' }])
    expect(await rig.world.query("SELECT email FROM users WHERE email = 'member@x'")).toEqual([{ email: 'Member@x' }])
  })

  test('queues nothing of a new entity that is deleted again', async () => {
    const team = rig.make('Team', { title: 'never' })
    const receipt = await rig.engine.newFlusher().track(team).delete(team).flushLazy()
    expect(receipt.eventIds).toEqual([])
  })

  test('with atomic: false makes each entity a unit of its own, in an order that works', async () => {
    const team = rig.make('Team', { title: 'apart' })
    const lead = rig.make('User', { email: 'apart@x', team })
    team.set({ lead })
    const receipt = await rig.engine.newFlusher().track(lead, team).flushLazy({ atomic: false })
    expect(receipt.eventIds).toHaveLength(3)
    await rig.drain()
    expect(await rig.world.query('SELECT lead_id FROM teams WHERE title = ?', ['apart'])).toEqual([
      { lead_id: String(lead.get('id')) },
    ])
  })
})

describe('a flusher that cannot flush', () => {
  test('says that a circle has no nullable reference, queues nothing and holds what it held', async () => {
    const a = rig.make('A', { b: 1n })
    const b = rig.make('B', { a })
    a.set({ b })
    const flusher = rig.engine.newFlusher().track(a, b)
    await expect(flusher.flushLazy()).rejects.toMatchObject({ code: 'ORM2614', entities: ['A', 'B'] })
    expect(flusher.size).toBe(2)
    expect(await rig.units()).toEqual([])
    a.set({ b: 1n })
    await flusher.flushLazy()
    expect(await rig.units()).toHaveLength(1)
  })

  test('says that a row outside the unit has no key yet', async () => {
    const user = rig.make('User', { email: 'lost@x', team: rig.make('Team', { title: 'untracked' }) })
    await expect(rig.engine.newFlusher().track(user).flushLazy()).rejects.toMatchObject({ code: 'ORM2108' })
    expect(user.isDirty).toBe(true)
  })
})
