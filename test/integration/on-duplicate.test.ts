import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeadLetteredError } from '../../runtime/producer/receipt-errors.js'
import { EngineRig } from '../support/engine-rig.js'

const SCHEMA = `
  export const Member = defineEntity('members', {
    id: id(), email: varchar(100).unique(), name: varchar(50), visits: int().unsigned().default(0),
  })
`

let rig: EngineRig

beforeAll(async () => {
  rig = await EngineRig.create('on_duplicate', SCHEMA)
})

afterAll(() => rig[Symbol.asyncDispose]())

const members = () => rig.world.query('SELECT email, name, visits FROM members ORDER BY email')

test('a row that is there is updated, kept as it is, or makes a dead letter, as onDuplicate says', async () => {
  for (const email of ['a@x', 'b@x', 'c@x'])
    await rig.engine.flushLazy(rig.make('Member', { email, name: 'first', visits: 5 }))
  const updated = await rig.engine.flushLazy(rig.make('Member', { email: 'a@x', name: 'second' }), {
    onDuplicate: 'update',
  })
  const ignored = await rig.engine.flushLazy(rig.make('Member', { email: 'b@x', name: 'second' }), {
    onDuplicate: 'ignore',
  })
  const dead = await rig.engine.flushLazy(rig.make('Member', { email: 'c@x', name: 'second' }))
  await rig.engine.flushLazy(rig.make('Member', { email: 'd@x', name: 'new' }), { onDuplicate: 'update' })
  await rig.drain()
  await Promise.all([updated.applied(), ignored.applied()])
  await expect(dead.applied()).rejects.toBeInstanceOf(DeadLetteredError)
  expect(await members()).toEqual([
    { email: 'a@x', name: 'second', visits: 5 },
    { email: 'b@x', name: 'first', visits: 5 },
    { email: 'c@x', name: 'first', visits: 5 },
    { email: 'd@x', name: 'new', visits: 0 },
  ])
  const [letter] = await rig.world.query('SELECT error_code FROM orm_lazy_dead_letter')
  expect(letter).toEqual({ error_code: '1062' })
})
