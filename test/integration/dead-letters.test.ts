import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DeadLetterDesk } from '../../runtime/database/dead-letter-desk.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `
  export const User = defineEntity('users', {
    id: id(), name: varchar(50), email: varchar(100).unique(), logins: int().unsigned().default(0),
  })
  export const Page = defineEntity('pages', { id: id(), title: varchar(20), version: bigint().unsigned().version() })
`
const insert = (id: number, email: string, name = `user ${id}`) =>
  event(['insert', 'User', '@id', 'name', 'email'], id, name, email)
const rename = (id: number, name: string) => event(['update', 'User', '@id', 'name'], id, name)
const increment = (id: number, by = 1) => event(['update', 'User', '@id', '+logins'], id, by)

let rig: ConsumerRig
let desk: DeadLetterDesk
let pool: SqlPool

beforeEach(async () => {
  rig = await ConsumerRig.create('dead-letters', SCHEMA)
  pool = new SqlPool(rig.config.mysqlPools.default!)
  desk = new DeadLetterDesk(pool, rig.stream)
})

afterEach(async () => {
  await pool.close()
  await rig[Symbol.asyncDispose]()
})

const users = () => rig.world.query('SELECT id, name, logins FROM users ORDER BY id')
const ledger = async () =>
  Object.fromEntries(
    (
      await rig.world.query<{ status: number; n: string }>(
        'SELECT status, COUNT(*) AS n FROM orm_lazy_event GROUP BY status',
      )
    ).map(({ status, n }) => [status, Number(n)]),
  )

describe('a unit that the database refuses', () => {
  test('becomes a dead letter with its cause, and all others are applied', async () => {
    const units = Array.from({ length: 200 }, (_, i) => [insert(i + 1, i === 120 ? 'user5@x' : `user${i}@x`)])
    await rig.queue(...units)
    await rig.drain()
    expect((await users()).length).toBe(199)
    const [letter, ...others] = await desk.list()
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      entity: 'User',
      operation: 'insert',
      errorCode: '1062',
      errorName: 'ER_DUP_ENTRY',
      attempts: 1,
      parked: 0,
      statement: expect.stringContaining('INSERT INTO `users`'),
      message: expect.stringContaining('user5@x'),
    })
    expect(await ledger()).toEqual({ 1: 199, 2: 1 })
  })

  test('leaves nothing of itself behind when it has several events', async () => {
    await rig.queue([insert(1, 'a@x'), insert(2, 'a@x')], [insert(3, 'b@x')])
    await rig.drain()
    expect(await users()).toEqual([{ id: '3', name: 'user 3', logins: 0 }])
  })

  test('keeps later units of its rows waiting, and they return in order with it', async () => {
    await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')], [rename(2, 'second')], [increment(2)])
    await rig.drain()
    await rig.queue([rename(2, 'third')], [increment(2)], [increment(1)])
    await rig.drain()
    expect(await users()).toEqual([{ id: '1', name: 'user 1', logins: 1 }])
    expect(await desk.list()).toMatchObject([{ parked: 4 }])

    await rig.world.query("UPDATE users SET email = 'free@x' WHERE id = 1")
    expect(await desk.retry({ entity: 'User' })).toBe(1)
    expect(await desk.retry({ entity: 'User' })).toBe(0)
    await settleChains()
    expect(await users()).toEqual([
      { id: '1', name: 'user 1', logins: 1 },
      { id: '2', name: 'third', logins: 2 },
    ])
    expect(await ledger()).toEqual({ 1: 7 })
    await rig.queue([increment(2)])
    await rig.drain()
    expect((await users())[1]).toMatchObject({ logins: 3 })
  })

  test('can be discarded: what waits behind it is applied', async () => {
    await rig.queue([insert(1, 'a@x')], [event(['update', 'User', '@id', 'name', 'email'], 1, 'x'.repeat(60), 'b@x')])
    await rig.queue([increment(1)])
    await rig.drain()
    expect(await users()).toMatchObject([{ logins: 0 }])
    await desk.discard({ errorCode: '1406' })
    await settleChains()
    expect(await users()).toEqual([{ id: '1', name: 'user 1', logins: 1 }])
    expect(await ledger()).toEqual({ 1: 2, 5: 1 })
  })

  test('stays a dead letter, with what the last try said, when a retry fails', async () => {
    await rig.queue([insert(1, 'a@x')], [insert(2, 'a@x')], [rename(2, 'later')])
    await rig.drain()
    await rig.world.query("UPDATE users SET email = 'b@x'")
    await rig.world.query('DELETE FROM users')
    await rig.world.query('ALTER TABLE users MODIFY name VARCHAR(3) NOT NULL')
    await desk.retry({})
    await expect
      .poll(async () => {
        await settleChains(100)
        return desk.list()
      })
      .toMatchObject([{ mark: 'dead', errorCode: '1406', attempts: 2, parked: 1 }])
    expect(await users()).toEqual([])
  })

  test('is skipped, tried again or buried as resolveError says', async () => {
    await rig.queue([insert(1, 'a@x')], [insert(2, 'a@x')], [insert(3, 'a@x')], [insert(4, 'a@x')])
    const tries = new Map<string, number>()
    await rig.drain({
      resolveError: async ({ unit, entity, operation, error, attempts }) => {
        const id = String(unit.events[0]!.values[0])
        tries.set(id, attempts)
        expect([entity, operation, (error as { errno?: number }).errno]).toEqual(['User', 'insert', 1062])
        if (id === '2') return 'skip'
        if (id === '3') return 'deadLetter'
        if (attempts === 3) await rig.world.query("UPDATE users SET email = 'b@x' WHERE id = 1")
        return 'retry'
      },
    })
    expect((await users()).map(({ id }) => id)).toEqual(['1', '4'])
    expect(await ledger()).toEqual({ 1: 2, 2: 1, 4: 1 })
    expect(tries.get('4')).toBe(3)
  })

  test('by the hundred pauses the stream instead, until one of them passes', async () => {
    await rig.queue(...Array.from({ length: 20 }, (_, i) => [insert(i + 1, 'same@x')]))
    await rig.queue([event(['insert', 'Page', '@id', 'title', 'version'], 1, 'first', 7)])
    const consumer = rig.consumer({ pauseAfter: 5, workers: 1 })
    const paused = new Promise<string>((resolve) => {
      consumer.on('alert', ({ kind }) => resolve(kind))
    })
    const running = consumer.run()
    expect(await paused).toBe('storm')
    expect((await desk.list()).length).toBe(5)
    const [index] = await rig.world.query<{ name: string }>(
      `SELECT index_name AS name FROM information_schema.statistics
       WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'email'`,
    )
    await rig.world.query(`ALTER TABLE users DROP KEY ${index?.name}`)
    await consumer.drain({ timeoutMs: 15_000 })
    expect((await desk.list()).length).toBe(5)
    expect((await users()).length).toBe(15)
    await consumer.close()
    await running
  })
})

describe('an update', () => {
  test('of a row that is gone is a dead letter, or passes as onMissingRow says', async () => {
    await rig.queue([insert(1, 'a@x')], [rename(7, 'nobody')], [rename(1, 'somebody')])
    await rig.drain()
    expect(await desk.list()).toMatchObject([{ errorCode: 'ORM2303', operation: 'update', attempts: 1 }])
    const consumer = rig.consumer({ onMissingRow: 'report' })
    const missing: string[] = []
    consumer.on('missingRow', ({ eventId }) => missing.push(eventId))
    const ids = await rig.queue([rename(8, 'nobody')], [rename(1, 'again')])
    await consumer.drain({ timeoutMs: 15_000 })
    expect(missing).toEqual([ids[0]])
    expect(await users()).toMatchObject([{ name: 'again' }])
  })

  test('of a version that is not there any more parks nobody, and can be forced', async () => {
    const change = (title: string, from: number, to: number) =>
      event(['update', 'Page', '@id', '=version', 'title', 'version'], 1, from, title, to)
    await rig.queue(
      [event(['insert', 'Page', '@id', 'title', 'version'], 1, 'first', 100)],
      [change('second', 100, 200)],
    )
    await rig.queue([change('stale', 100, 300)], [change('third', 200, 400)])
    await rig.drain()
    const pages = () => rig.world.query('SELECT title, version FROM pages')
    expect(await pages()).toEqual([{ title: 'third', version: '400' }])
    expect(await desk.list()).toMatchObject([{ errorCode: 'ORM2304', parked: 0 }])
    await desk.force({ errorCode: 'ORM2304' })
    await expect
      .poll(async () => {
        await settleChains(100)
        return pages()
      })
      .toEqual([{ title: 'stale', version: '300' }])
  })
})

test('an entry that nobody can read is kept as it is, and stops nothing', async () => {
  await rig.world.redis.xadd(rig.stream, '*', 'e', 'not an entry')
  await rig.world.redis.xadd(rig.stream, '*', 'other', 'thing')
  await rig.queue([insert(1, 'a@x')])
  await rig.drain()
  expect((await desk.list()).map(({ unreadable, errorCode }) => [unreadable, errorCode]).sort()).toEqual([
    ['not an entry', 'ORM2401'],
    ['other thing', 'ORM2401'],
  ])
  expect(await users()).toHaveLength(1)
  expect(await rig.world.redis.xlen(rig.stream)).toBe(0)
})

/** Lets a consumer carry out what was marked; without `maxMs` until no chain is left. */
async function settleChains(maxMs = 10_000): Promise<void> {
  await using consumer = rig.consumer()
  const running = consumer.run()
  await expect
    .poll(
      async () => {
        const [row] = await rig.world.query<{ open: string }>(
          `SELECT (SELECT COUNT(*) FROM orm_lazy_dead_key) + (SELECT COUNT(*) FROM orm_lazy_dead_letter) AS open`,
        )
        return Number(row?.open)
      },
      { timeout: maxMs },
    )
    .toBe(0)
    .catch((error: unknown) => {
      if (maxMs === 10_000) throw error
    })
  await consumer.close()
  await running
}
