import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `
  export const Team = defineEntity('teams', { id: id(), title: varchar(50) })
  export const User = defineEntity('users', {
    id: id(), name: varchar(50), email: varchar(100).unique(), logins: int().default(0), team: ref(() => Team).nullable(),
  })
  export const Order = defineEntity('orders', { id: id().autoIncrement(), note: varchar(50) })
  export const Item = defineEntity('items', { id: id(), order: ref(() => Order), name: varchar(50) })
`
const insertUser = ['insert', 'User', '@id', 'name', 'email'] as const
const user = (id: number, email: string) => event(insertUser, id, `user ${id}`, email)
const changeEmail = (id: number, email: string) => event(['update', 'User', '@id', 'email'], id, email)

let rig: ConsumerRig

beforeEach(async () => {
  rig = await ConsumerRig.create('consumer', SCHEMA)
})

afterEach(() => rig[Symbol.asyncDispose]())

const emails = () => rig.world.query('SELECT id, email FROM users ORDER BY id')
const deadLetters = () => rig.world.query('SELECT error_code, message FROM orm_lazy_dead_letter')

test('what was queued is in MySQL after a drain, and gone from the stream', async () => {
  await rig.queue([user(1, 'tom@x')], [user(2, 'ada@x')])
  await rig.queue([event(['update', 'User', '@id', 'name'], 1, 'Thomas')])
  await rig.queue([event(['delete', 'User', '@id'], 2)])
  await rig.drain()
  expect(await rig.world.query('SELECT id, name, email FROM users')).toEqual([
    { id: '1', name: 'Thomas', email: 'tom@x' },
  ])
  expect(await rig.world.redis.xlen(rig.stream)).toBe(0)
})

describe('units that depend on each other apply in stream order, in one batch or in many', () => {
  test.each([1, 500])('with %i rows a batch', async (batchRows) => {
    // A frees a unique value, which nobody says, and B takes it; so does one that is deleted, and one is born again.
    for (let round = 0; round < 10; round++) {
      const [a, b, c] = [10 * round + 1, 10 * round + 2, 10 * round + 3]
      await rig.queue([user(a, `wanted${round}@x`)], [user(c, `third${round}@x`)])
      await rig.queue([changeEmail(a, `other${round}@x`)], [user(b, `wanted${round}@x`)])
      await rig.queue([event(['delete', 'User', '@id'], c)], [user(c, `again${round}@x`)])
      await rig.queue([event(['insert', 'Team', '@id', 'title'], a, 't')])
      await rig.queue([event(['update', 'User', '@id', 'teamId'], a, a)])
      await rig.queue([event(['update', 'User', '@id', 'teamId'], a, null)], [event(['delete', 'Team', '@id'], a)])
    }
    await rig.drain({ batchRows })
    expect(await deadLetters()).toEqual([])
    expect(await emails()).toEqual(
      Array.from({ length: 10 }, (_, round) => [
        { id: String(10 * round + 1), email: `other${round}@x` },
        { id: String(10 * round + 2), email: `wanted${round}@x` },
        { id: String(10 * round + 3), email: `again${round}@x` },
      ]).flat(),
    )
    expect(await rig.world.query('SELECT COUNT(*) AS n FROM teams')).toEqual([{ n: '0' }])
  })
})

describe('ids that MySQL makes', () => {
  const insertOrder = (note: string) => event(['insert', 'Order', 'note'], note)
  const insertItem = (id: number, ref: number) => event(['insert', 'Item', '@id', 'orderId', 'name'], id, { ref }, 'x')

  test('reach the rows that refer to them, and the ledger, whether inserted alone or by the hundred', async () => {
    const units = Array.from({ length: 150 }, (_, i) => [insertOrder(`note ${i}`), insertItem(i + 1, 0)])
    const eventIds = await rig.queue(...units)
    eventIds.push(...(await rig.queue([insertOrder('alone'), insertOrder('second'), insertItem(1_000, 1)])))
    await rig.drain()
    expect(await deadLetters()).toEqual([])
    const rows = await rig.world.query<{ id: string; note: string; order_id: string }>(
      'SELECT i.id, o.note, o.id AS order_id FROM items i JOIN orders o ON o.id = i.order_id ORDER BY i.id',
    )
    expect(rows.map(({ note }) => note)).toEqual([...units.map((_, i) => `note ${i}`), 'second'])
    const ledger = await rig.world.query<{ id: string; result: string }>(
      'SELECT LOWER(HEX(event_id)) AS id, result FROM orm_lazy_event',
    )
    const results = new Map(ledger.map(({ id, result }) => [id, JSON.parse(result) as Record<string, string>]))
    const told = eventIds.map((eventId) => results.get(eventId.replaceAll('-', ''))!)
    expect(told.slice(0, 150).map((ids) => ids[0])).toEqual(rows.slice(0, 150).map(({ order_id }) => order_id))
    expect(told.at(-1)?.[1]).toBe(rows.at(-1)?.order_id)
  })
})

test('a lone unit on an idle stream is in MySQL in a moment', async () => {
  await rig.queue([user(1, 'a@x')])
  await using consumer = rig.consumer()
  const running = consumer.run()
  await consumer.drain({ timeoutMs: 10_000 })
  const waits: number[] = []
  for (let i = 0; i < 20; i++) {
    const applied = new Promise<void>((resolve) => {
      const off = consumer.on('applied', () => {
        off()
        resolve()
      })
    })
    const startedAt = performance.now()
    await rig.queue([event(['update', 'User', '@id', '+logins'], 1, 1)])
    await applied
    waits.push(performance.now() - startedAt)
  }
  // Lingering for a batch to fill would show in every one of them, a busy machine in some.
  expect(Math.min(...waits)).toBeLessThan(50)
  await consumer.close()
  await running
})

test('an account that may not write stops the stream with an alert, and the units wait', async () => {
  await rig.queue([user(1, 'a@x')])
  const account = `ro_${rig.world.database.slice(-8)}`
  await rig.world.query(`CREATE USER ${account}@'%' IDENTIFIED BY 'secret'`)
  try {
    await rig.world.query(`GRANT SELECT ON ${rig.world.database}.* TO ${account}@'%'`)
    const consumer = rig.consumerAs({ user: account, password: 'secret' })
    const alerts: string[] = []
    consumer.on('alert', ({ kind }) => alerts.push(kind))
    await expect(consumer.run()).rejects.toMatchObject({ errno: 1142 })
    expect(alerts).toContain('configuration')
  } finally {
    await rig.world.query(`DROP USER ${account}@'%'`)
  }
  await rig.drain()
  expect(await emails()).toEqual([{ id: '1', email: 'a@x' }])
})
