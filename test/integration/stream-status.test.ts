import { afterEach, beforeEach, expect, test } from 'vitest'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'
import { ConsumerHeartbeat } from '../../runtime/database/consumer-heartbeat.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { StatusReader } from '../../runtime/observe/status-reader.js'
import { concernsOf, estimateUnits, isReachable, type StreamStatus } from '../../runtime/observe/stream-status.js'
import type { ConsumerReport } from '../../runtime/ports.js'
import type { StreamFacts } from '../../runtime/stream/stream-facts.js'
import { createWorld, type World } from '../support/world.js'

let world: World
let reader: StatusReader
let key: string

beforeEach(async () => {
  world = await createWorld('status')
  key = `${world.namespace}:orm-lazy-channel`
  reader = new StatusReader(await config(world))
})
afterEach(async () => {
  await reader.close()
  await world.close()
})

const config = ({ mysqlUrl, redisUrl, namespace }: World) =>
  resolveConfig({ default: { mysql: mysqlUrl, redis: { address: redisUrl, namespace } } })

async function status(): Promise<StreamStatus> {
  const [only] = await reader.read()
  return only!
}

function reachable(status: StreamStatus) {
  const { redis, database } = status
  if (!isReachable(redis) || !isReachable(database)) throw new Error('a server was away')
  return { redis, database }
}

const entry = (units: number) => JSON.stringify([1, 'id', [], Array.from({ length: units }, () => [[0]])])

async function createBookkeeping(): Promise<void> {
  for (const table of BOOKKEEPING_TABLES) await world.query(table)
}

const REPORT: ConsumerReport = {
  state: 'working',
  workers: 11,
  applied: 5,
  dead: 1,
  retries: 2,
  appliedPerSecond: 12.5,
  alert: undefined,
}

test('before the first flush there is nothing, and nothing to worry about', async () => {
  const { redis, database } = reachable(await status())

  expect(redis).toEqual({ entries: 0, oldestMs: undefined, added: undefined, group: undefined, samples: [] })
  expect(database).toEqual({ bookkeeping: false, owner: undefined, consumers: [], deadLetters: 0, parked: 0 })
  expect(concernsOf(await status())).toEqual([])
})

test('entries that wait without a consumer are a concern with their number and age', async () => {
  const [seconds] = await world.redis.time()
  await world.redis.xadd(key, `${(Number(seconds) - 60) * 1_000}-1`, 'e', entry(3))
  await world.redis.xadd(key, '*', 'e', entry(1))

  const { redis } = reachable(await status())

  expect(redis.entries).toBe(2)
  expect(redis.added).toBe(2)
  expect(redis.oldestMs).toBeGreaterThanOrEqual(60_000)
  expect(redis.oldestMs).toBeLessThan(63_000)
  expect(estimateUnits(redis)).toEqual({ units: 4, exact: true })
  expect(concernsOf(await status())).toMatchObject([{ kind: 'noConsumer', entries: 2 }])
})

test('a burst in the middle of the stream is seen in the estimate', async () => {
  const [seconds] = await world.redis.time()
  const start = (Number(seconds) - 100) * 1_000
  const sizes = Array.from({ length: 100 }, (_, index) => (index < 10 || index >= 90 ? 1 : 50))
  for (const [index, units] of sizes.entries())
    await world.redis.xadd(key, `${start + index * 900}-1`, 'e', entry(units))
  const truth = sizes.reduce((sum, units) => sum + units, 0)

  const { redis } = reachable(await status())

  const { units, exact } = estimateUnits(redis)
  expect(exact).toBe(false)
  expect(units).toBeGreaterThan(truth / 2)
  expect(units).toBeLessThan(truth * 2)
})

test('the group shows what is pending and when somebody last asked', async () => {
  await world.redis.xgroup('CREATE', key, 'orm-async-consumer', '0', 'MKSTREAM')
  expect(reachable(await status()).redis.group).toEqual({ name: 'orm-async-consumer', pending: 0, idleMs: undefined })

  await world.redis.xadd(key, '*', 'e', entry(1))
  await world.redis.xreadgroup('GROUP', 'orm-async-consumer', 'partition-0', 'STREAMS', key, '>')

  const { group } = reachable(await status()).redis
  expect(group?.pending).toBe(1)
  expect(group?.idleMs).toBeLessThan(5_000)
})

test('a consumer is seen while it reports, and gone when it leaves', async () => {
  await createBookkeeping()
  await using pool = new SqlPool((await config(world)).mysqlPools.default!)
  const heartbeat = new ConsumerHeartbeat(pool, key, 'me', 10_000)
  await world.redis.xadd(key, '*', 'e', entry(1))

  await heartbeat.report({ ...REPORT, alert: 'schema behind' })
  const [consumer] = reachable(await status()).database.consumers
  expect(consumer).toMatchObject({ ...REPORT, owner: 'me', pid: process.pid, alert: 'schema behind' })
  expect(concernsOf(await status())).toEqual([{ kind: 'alert', owner: 'me', alert: 'schema behind' }])

  await world.query('UPDATE orm_lazy_consumer SET seen_at = seen_at - INTERVAL 11 SECOND')
  expect(concernsOf(await status())).toMatchObject([{ kind: 'noConsumer' }])

  await heartbeat.leave()
  expect(reachable(await status()).database.consumers).toEqual([])
})

test('the lease says who works the stream, until it runs out', async () => {
  await createBookkeeping()
  const lease = (seconds: number) =>
    world.query(
      `INSERT INTO orm_lazy_lease (part, owner, epoch, expires_at) VALUES (?, 'me', 1, UTC_TIMESTAMP(6) + INTERVAL ? SECOND)
       ON DUPLICATE KEY UPDATE expires_at = VALUES(expires_at)`,
      [key, seconds],
    )
  await lease(10)
  expect(reachable(await status()).database.owner).toBe('me')
  await lease(-1)
  expect(reachable(await status()).database.owner).toBeUndefined()
})

test('dead letters and what waits behind them are counted, without those already decided', async () => {
  await createBookkeeping()
  const letter = (id: string, state: string) =>
    world.query(
      `INSERT INTO orm_lazy_dead_letter (part, event_id, status, entity, operation, error_code, error_name, message, payload, queued_at, died_at)
       VALUES (?, UNHEX(REPEAT(?, 16)), ?, 'User', 'insert', '1062', 'ER_DUP_ENTRY', 'x', '[]', NOW(), NOW())`,
      [key, id, state],
    )
  await letter('01', 'dead')
  await letter('02', 'retry')
  await world.query(
    "INSERT INTO orm_lazy_parked (part, event_id, dead_letter_id, payload, parked_at) VALUES (?, UNHEX(REPEAT('03', 16)), 1, '[]', NOW())",
    [key],
  )

  expect(concernsOf(await status())).toEqual([{ kind: 'deadLetters', deadLetters: 1, parked: 1 }])
})

test('a server that is away is a fact, and hides nothing of the other', async () => {
  const { redisUrl, namespace, mysqlUrl } = world
  const options = { deadlines: { connectMs: 500 } }
  const away = await resolveConfig(
    { default: { mysql: 'mysql://root@127.0.0.1:1/x', redis: { address: redisUrl, namespace } } },
    options,
  )
  const alsoAway = await resolveConfig({ default: { mysql: mysqlUrl, redis: '127.0.0.1:1' } }, options)
  await using withoutMysql = new StatusReader(away)
  await using withoutRedis = new StatusReader(alsoAway)

  const [first] = await withoutMysql.read()
  const [second] = await withoutRedis.read()

  expect(first!.redis).toMatchObject({ entries: 0 })
  expect(concernsOf(first!)).toMatchObject([{ kind: 'unreachable', error: { code: 'ORM2503' } }])
  expect(second!.database).toMatchObject({ deadLetters: 0 })
  expect(concernsOf(second!)).toMatchObject([{ kind: 'unreachable', error: { code: 'ORM2502' } }])
})

test('units are estimated from both ends where there are many entries', () => {
  const facts = (entries: number, samples: readonly string[]): StreamFacts => ({
    entries,
    samples,
    oldestMs: 1,
    added: undefined,
    group: undefined,
  })
  expect(estimateUnits(facts(100, [entry(3), entry(5)]))).toEqual({ units: 400, exact: false })
  expect(estimateUnits(facts(2, ['not ours', entry(5)]))).toEqual({ units: 10, exact: false })
  expect(estimateUnits(facts(7, []))).toEqual({ units: 7, exact: false })
})
