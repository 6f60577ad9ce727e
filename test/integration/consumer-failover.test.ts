import { createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openUnitStore } from '../../runtime/database/open-unit-store.js'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `export const Tally = defineEntity('tallies', { id: id(), n: int().default(0), name: varchar(50) })`

const insert = (id: number) => event(['insert', 'Tally', '@id', 'n', 'name'], id, 0, 'first')
const increment = (id: number) => event(['update', 'Tally', '@id', '+n'], id, 1)
const rename = (id: number, name: string) => event(['update', 'Tally', '@id', 'name'], id, name)

let rig: ConsumerRig

beforeEach(async () => {
  rig = await ConsumerRig.create('failover', SCHEMA)
})

afterEach(() => rig[Symbol.asyncDispose]())

const tallies = () => rig.world.query('SELECT id, n, name FROM tallies ORDER BY id')
const count = async () => Number((await rig.world.query<{ n: string }>('SELECT n FROM tallies WHERE id = 1'))[0]?.n)

/** A second process's edges: the same tables, another owner. */
function stranger(leaseMs = 1_000) {
  const mysql = rig.config.mysqlPools.default!
  return openUnitStore({
    mysql,
    part: rig.stream,
    owner: 'stranger',
    tables: new Map(rig.tables.map((table) => [table.entity, table])),
    connectMs: 2_000,
    queryMs: 5_000,
    leaseMs,
    workers: 2,
  })
}

describe('taking over', () => {
  test('happens at once when the one that works is closed', async () => {
    const first = rig.consumer()
    const acquired = new Promise<void>((resolve) => first.on('leaseAcquired', () => resolve()))
    const running = first.run()
    await acquired
    const second = rig.consumer()
    const takenOver = new Promise<number>((resolve) => second.on('leaseAcquired', () => resolve(performance.now())))
    const standingBy = second.run()
    await rig.queue([insert(1)])
    await second.drain({ timeoutMs: 10_000 })
    await first.close()
    await running
    const closedAt = performance.now()
    expect((await takenOver) - closedAt).toBeLessThan(3_000)
    await rig.queue([increment(1)])
    await second.drain({ timeoutMs: 10_000 })
    expect(await count()).toBe(1)
    await second.close()
    await standingBy
  })

  test('waits for the lease of one that died to run out, and for nothing more', async () => {
    await using consumer = rig.consumer()
    const { lease, store } = stranger()
    await store.prepare()
    expect(await lease.acquire(1_000)).toBe(1)
    await rig.queue([insert(1)])
    const startedAt = performance.now()
    await consumer.drain({ timeoutMs: 10_000 })
    const tookMs = performance.now() - startedAt
    expect(tookMs).toBeGreaterThan(800)
    expect(tookMs).toBeLessThan(4_000)
    expect(await lease.renew(1, 1_000)).toBe(false)
    await store.close()
  })

  test('shuts the former owner out: its transactions are refused, and one that is open is waited for', async () => {
    const { lease, store } = stranger()
    await store.prepare()
    const epoch = (await lease.acquire(200))!
    await lease.raiseFence(epoch)
    const [id] = await rig.queue([insert(1)])
    // The former owner has applied the unit and is stopped before its COMMIT.
    const old = await createConnection({ uri: rig.world.mysqlUrl })
    await old.query('BEGIN')
    await old.query('SELECT epoch FROM orm_lazy_fence WHERE part = ? LOCK IN SHARE MODE', [rig.stream])
    await old.query('INSERT INTO orm_lazy_event (part, event_id, status) VALUES (?, UNHEX(?), 1)', [
      rig.stream,
      id!.replaceAll('-', ''),
    ])
    await old.query("INSERT INTO tallies (id, n, name) VALUES (1, 0, 'by the former owner')")
    await using consumer = rig.consumer()
    const running = consumer.run()
    await expect
      .poll(async () => (await rig.world.query('SELECT epoch FROM orm_lazy_lease WHERE epoch > ?', [epoch])).length)
      .toBe(1)
    await old.query('COMMIT')
    await old.end()
    await consumer.drain({ timeoutMs: 10_000 })
    expect(await tallies()).toEqual([{ id: '1', n: 0, name: 'by the former owner' }])
    const request = { eventIds: [id!], status: 'applied', plan: [], missingRows: 'fail' } as const
    expect(await store.apply(epoch, request)).toEqual({ kind: 'fenced' })
    await store.close()
    await consumer.close()
    await running
  })

  test('finds entries that another process took and did not settle, in their order', async () => {
    await rig.queue([insert(1)])
    await rig.drain()
    await using consumer = rig.consumer()
    const running = consumer.run()
    await consumer.drain({ timeoutMs: 5_000 })
    // A process that was stopped in a blocking read wakes up and gets the next entry, which it can do nothing with.
    const thief = rig.world.redis.duplicate()
    await consumer.close()
    await running
    await rig.queue([rename(1, 'second')])
    await thief.xreadgroup('GROUP', 'orm-async-consumer', 'partition-0', 'COUNT', 1, 'STREAMS', rig.stream, '>')
    await rig.queue([rename(1, 'third')])
    await rig.drain()
    expect(await tallies()).toMatchObject([{ name: 'third' }])
    thief.disconnect()
  })

  test('keeps the order when entries are taken away while it works', async () => {
    await rig.queue([insert(1)])
    await using consumer = rig.consumer()
    const running = consumer.run()
    await consumer.drain({ timeoutMs: 5_000 })
    for (let round = 0; round < 20; round++) {
      await rig.world.redis
        .multi()
        .xadd(rig.stream, '*', 'e', rig.entry([rename(1, `taken ${round}`)]))
        .xreadgroup('GROUP', 'orm-async-consumer', 'partition-0', 'COUNT', 1, 'STREAMS', rig.stream, '>')
        .xadd(rig.stream, '*', 'e', rig.entry([rename(1, `last ${round}`)]))
        .exec()
      await consumer.drain({ timeoutMs: 5_000 })
      expect(await tallies()).toMatchObject([{ name: `last ${round}` }])
    }
    await consumer.close()
    await running
  })
})

describe('a unit takes effect once', () => {
  test('when its entry is delivered again, and when it comes in another entry', async () => {
    await rig.queue([insert(1)])
    const entry = rig.entry([increment(1)], [increment(1)])
    for (let copy = 0; copy < 3; copy++) await rig.world.redis.xadd(rig.stream, '*', 'e', entry)
    await rig.drain()
    await rig.world.redis.xadd(rig.stream, '*', 'e', entry)
    await rig.drain()
    expect(await count()).toBe(2)
    expect(await rig.world.redis.xlen(rig.stream)).toBe(0)
  })

  test('when every connection to MySQL is killed again and again', async () => {
    await rig.queue(...Array.from({ length: 50 }, (_, i) => [insert(i + 1)]))
    for (let i = 0; i < 40; i++) await rig.queue(...Array.from({ length: 50 }, (_, k) => [increment(k + 1)]))
    await using consumer = rig.consumer({ batchRows: 20 })
    const running = consumer.run()
    let stopped = false
    const killer = (async () => {
      while (!stopped) {
        const sessions = await rig.world.query<{ id: string }>(
          'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
        )
        for (const { id } of sessions) await rig.world.query(`KILL ${id}`).catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, 40))
      }
    })()
    const killedFor = new Promise((resolve) => setTimeout(resolve, 1_500))
    await killedFor
    stopped = true
    await killer
    await consumer.drain({ timeoutMs: 20_000 })
    expect(await rig.world.query('SELECT MIN(n) AS low, MAX(n) AS high, COUNT(*) AS rows_ FROM tallies')).toEqual([
      { low: 40, high: 40, rows_: '50' },
    ])
    await consumer.close()
    await running
  })
})

describe('a stream that is lost', () => {
  test('is created anew and worked on, and the loss is told', async () => {
    await rig.queue([insert(1)])
    await using consumer = rig.consumer()
    const lost: string[] = []
    consumer.on('lost', ({ reason }) => lost.push(reason))
    const running = consumer.run()
    await consumer.drain({ timeoutMs: 5_000 })
    await rig.world.redis.del(rig.stream)
    await rig.queue([increment(1)])
    await expect.poll(count).toBe(1)
    await rig.world.redis.xgroup('DESTROY', rig.stream, 'orm-async-consumer')
    await rig.queue([increment(1)])
    await expect.poll(count).toBe(2)
    expect(lost.length).toBeGreaterThanOrEqual(2)
    await consumer.close()
    await running
  })
})

describe('a unit that may have killed its process', () => {
  const deliver = async (times: number) => {
    await rig.world.redis.xgroup('CREATE', rig.stream, 'orm-async-consumer', '0', 'MKSTREAM').catch(() => undefined)
    await rig.world.redis.xreadgroup(
      'GROUP',
      'orm-async-consumer',
      'partition-0',
      'COUNT',
      10,
      'STREAMS',
      rig.stream,
      '>',
    )
    for (let i = 1; i < times; i++)
      await rig.world.redis.xautoclaim(rig.stream, 'orm-async-consumer', 'partition-0', 0, '0-0')
  }

  test('is tried alone, and counted before; the innocent that come after it do not crawl', async () => {
    await rig.queue([insert(1)], ...Array.from({ length: 6 }, () => [increment(1)]))
    await deliver(6)
    const sizes: number[] = []
    await using consumer = rig.consumer()
    consumer.on('applied', ({ units }) => sizes.push(units))
    await consumer.drain({ timeoutMs: 5_000 })
    expect(sizes).toEqual([1, 2, 4])
    expect(await count()).toBe(6)
    await expect.poll(() => rig.world.query('SELECT * FROM orm_lazy_attempt')).toEqual([])
  })

  test('becomes a dead letter when that did not end well twice, and what depends on it waits', async () => {
    await rig.queue([insert(1)])
    await rig.drain()
    const [id] = await rig.queue([increment(1)], [rename(1, 'after')])
    await deliver(4)
    await rig.world.query('INSERT INTO orm_lazy_attempt (part, event_id, attempts) VALUES (?, UNHEX(?), 2)', [
      rig.stream,
      id!.replaceAll('-', ''),
    ])
    await rig.drain()
    expect(await tallies()).toEqual([{ id: '1', n: 0, name: 'first' }])
    expect(await rig.world.query('SELECT error_code FROM orm_lazy_dead_letter')).toEqual([{ error_code: 'ORM2704' }])
    expect(await rig.world.query('SELECT COUNT(*) AS n FROM orm_lazy_parked')).toEqual([{ n: '1' }])
  })
})

describe('the ledger', () => {
  test('forgets what was settled longer ago than the retention, behind the oldest unit that waits', async () => {
    await rig.queue(...Array.from({ length: 100 }, (_, i) => [insert(i + 1)]))
    await using consumer = rig.consumer({ retentionMs: 300 })
    const running = consumer.run()
    await consumer.drain({ timeoutMs: 5_000 })
    await expect.poll(() => rig.world.query('SELECT * FROM orm_lazy_event'), { timeout: 10_000 }).toEqual([])
    await rig.queue([increment(1)])
    await consumer.drain({ timeoutMs: 5_000 })
    expect(await count()).toBe(1)
    await consumer.close()
    await running
  })

  test('has forgotten a unit from before its floor: it is not applied blindly', async () => {
    await rig.queue([insert(1)])
    await rig.drain()
    const entry = rig.entry([increment(1)])
    await rig.world.query("UPDATE orm_lazy_lease SET ledger_floor = '2999-01-01 00:00:00'")
    await rig.world.query('UPDATE orm_lazy_lease SET ledger_floor = UTC_TIMESTAMP(3) + INTERVAL 1 DAY')
    await rig.world.redis.xadd(rig.stream, '*', 'e', entry)
    await rig.drain()
    expect(await count()).toBe(0)
    expect(await rig.world.query('SELECT error_code FROM orm_lazy_dead_letter')).toEqual([{ error_code: 'ORM2703' }])
  })

  test('does not refuse a backlog that has waited for days', async () => {
    const days = 5 * 24 * 60 * 60 * 1_000
    await using past = await ConsumerRig.create('past', SCHEMA, () => Date.now() - days)
    for (let i = 0; i < 20; i++) await past.queue([insert(i + 1)])
    await past.drain({ retentionMs: 1_000, windowUnits: 5, batchRows: 2 })
    expect(await past.world.query('SELECT COUNT(*) AS n FROM tallies')).toEqual([{ n: '20' }])
    expect(await past.world.query('SELECT COUNT(*) AS n FROM orm_lazy_dead_letter')).toEqual([{ n: '0' }])
  })
})

describe('a stream that must wait says so and goes on by itself', () => {
  test('where a table is missing', async () => {
    await rig.world.query('RENAME TABLE tallies TO elsewhere')
    await rig.queue([insert(1)])
    await using consumer = rig.consumer()
    const alert = new Promise((resolve) => consumer.on('alert', ({ kind }) => resolve(kind)))
    const running = consumer.run()
    expect(await alert).toBe('schemaBehind')
    await rig.world.query('RENAME TABLE elsewhere TO tallies')
    await consumer.drain({ timeoutMs: 10_000 })
    expect(await tallies()).toHaveLength(1)
    await consumer.close()
    await running
  })

  test('where a newer producer names what this consumer does not know', async () => {
    const entry = rig.entry([event(['insert', 'Tally', '@id', 'n', 'name', 'colour'], 1, 0, 'x', 'red')])
    await rig.world.redis.xadd(rig.stream, '*', 'e', entry)
    await using consumer = rig.consumer()
    const alert = new Promise((resolve) => consumer.on('alert', ({ kind, message }) => resolve([kind, message])))
    const running = consumer.run()
    expect(await alert).toEqual(['consumerTooOld', expect.stringContaining('Tally.colour')])
    await expect(consumer.drain({ timeoutMs: 200 })).rejects.toThrow(/Tally.colour/)
    await consumer.close()
    await running
    expect(await rig.world.redis.xlen(rig.stream)).toBe(1)
  })
})

test('stopping under load finishes what was taken: nothing is delivered again', async () => {
  for (let i = 0; i < 200; i++) await rig.queue(...Array.from({ length: 20 }, (_, k) => [insert(i * 20 + k + 1)]))
  const controller = new AbortController()
  const first = rig.consumer({ windowUnits: 500 })
  const begun = new Promise<void>((resolve) => first.on('applied', () => resolve()))
  const running = first.run({ signal: controller.signal })
  await begun
  controller.abort()
  await running
  const left = await rig.world.redis.xlen(rig.stream)
  expect(left).toBeGreaterThan(0)
  const second = rig.consumer()
  let redelivered = 0
  second.on('redelivered', ({ units }) => {
    redelivered += units
  })
  await second.drain({ timeoutMs: 15_000 })
  expect(redelivered).toBe(0)
  expect(await rig.world.query('SELECT COUNT(*) AS n FROM tallies')).toEqual([{ n: '4000' }])
})
