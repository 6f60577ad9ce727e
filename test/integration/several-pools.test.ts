import { BackgroundConsumer, createEngine, type Engine, Registry } from 'orm-gen'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTables } from '../../codegen/sql/index.js'
import { StatusReader } from '../../runtime/observe/status-reader.js'
import { concernsOf } from '../../runtime/observe/stream-status.js'
import { type MariaDBServer, type RedisServer, startMariaDB, startRedis } from '../../testing/index.js'
import { SILENT } from '../support/consumer-rig.js'
import { type LooseClass, type LooseEntity, looseClass } from '../support/engine-rig.js'
import { modelsOf } from '../support/schema-models.js'
import { tablesOf } from '../support/tables.js'
import { createWorld, type World } from '../support/world.js'

const SCHEMA = `
  import { defineEntity, id, varchar } from 'orm-gen/schema'
  export const User = defineEntity('users', { id: id(), name: varchar(50) })
  export const Visit = defineEntity('visits', { id: id(), page: varchar(50) }, { stream: 'orm-visits' })
  export const Invoice = defineEntity('invoices', { id: id(), title: varchar(50) }, { pool: 'billing' })
`

/** The run's own database beside one on a server that can be stopped; likewise the Redis of `billing`. */
let world: World
let billing: MariaDBServer
let lazyRedis: RedisServer
let engine: Engine
const classes: Record<string, LooseClass> = {}

beforeAll(async () => {
  ;[world, billing, lazyRedis] = await Promise.all([
    createWorld('pools'),
    startMariaDB({ database: 'bills' }),
    startRedis(),
  ])
  const models = modelsOf(SCHEMA)
  for (const table of tablesOf(models)) classes[table.entity] = looseClass(table)
  for (const sql of createTables(models.filter(({ pool }) => pool === 'default'))) await world.query(sql)
  await onBilling(createTables(models.filter(({ pool }) => pool === 'billing')))
}, 60_000)

afterAll(() => Promise.all([world?.close(), billing?.close(), lazyRedis?.close()]))

async function onBilling(statements: readonly string[]): Promise<readonly unknown[]> {
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection(billing.url)
  const results = []
  for (const sql of statements) results.push((await connection.query(sql))[0])
  await connection.end()
  return results
}

const registry = () =>
  new Registry()
    .registerMySQL(world.mysqlUrl)
    .registerRedis(world.redisUrl, { namespace: world.namespace })
    .registerMySQL(billing.url, { pool: 'billing' })
    .registerRedis(lazyRedis.url, { pool: 'billing' })
    .registerRedisStream('orm-lazy-channel:billing', 'billing')

beforeEach(async () => {
  engine = await createEngine(registry(), {
    entities: Object.values(classes),
    logger: SILENT,
    consumer: { leaseMs: 1_000 },
  })
})
afterEach(() => engine.close())

const make = (entity: string, input: object) => new classes[entity]!(input as never) as unknown as LooseEntity

async function backlogs(): Promise<Readonly<Record<string, number | undefined>>> {
  await using reader = new StatusReader(engine.config, [...new Set([...engine.streams.values()].flat())])
  const statuses = await reader.read()
  return Object.fromEntries(
    statuses.map(({ stream, redis }) => [stream.name, 'entries' in redis ? redis.entries : undefined]),
  )
}

describe('entities of several pools', () => {
  test('go through the stream of their pool, and into its database', async () => {
    const [user, visit, invoice] = [
      make('User', { name: 'Tom' }),
      make('Visit', { page: '/' }),
      make('Invoice', { title: 'May' }),
    ]
    await engine.flushLazy([user, visit, invoice])

    expect(await backlogs()).toEqual({ 'orm-lazy-channel': 1, 'orm-visits': 1, 'orm-lazy-channel:billing': 1 })
    await using consumer = new BackgroundConsumer(engine)
    await consumer.drain({ timeoutMs: 15_000 })

    expect(await world.query('SELECT name FROM users')).toEqual([{ name: 'Tom' }])
    expect(await world.query('SELECT page FROM visits')).toEqual([{ page: '/' }])
    expect(await onBilling(['SELECT title FROM invoices'])).toEqual([[{ title: 'May' }]])
    expect(await backlogs()).toEqual({ 'orm-lazy-channel': 0, 'orm-visits': 0, 'orm-lazy-channel:billing': 0 })
  })

  test('have their dead letters by stream, of one too that only an entity names', async () => {
    for (const stream of ['orm-lazy-channel', 'orm-visits', 'orm-lazy-channel:billing']) {
      expect(await engine.deadLetters(stream).list()).toEqual([])
    }
    expect(() => engine.deadLetters('orm-visit')).toThrow('orm-visits')
  })

  test('cannot be one unit, but units of their own', async () => {
    const flusher = engine.newFlusher().track(make('User', { name: 'Ann' }), make('Invoice', { title: 'June' }))

    await expect(flusher.flushLazy()).rejects.toMatchObject({ code: 'ORM2610' })
    expect(await backlogs()).toEqual({ 'orm-lazy-channel': 0, 'orm-visits': 0, 'orm-lazy-channel:billing': 0 })
    await flusher.flushLazy({ atomic: false })
    expect(await backlogs()).toEqual({ 'orm-lazy-channel': 1, 'orm-visits': 0, 'orm-lazy-channel:billing': 1 })
  })
})

test('a MySQL server that is away holds up its own stream alone', async () => {
  await billing.kill()
  await using consumer = new BackgroundConsumer(engine)
  const ending = new AbortController()
  const alerts: string[] = []
  consumer.on('alert', ({ stream, kind }) => alerts.push(`${stream} ${kind}`))
  const running = consumer.run({ signal: ending.signal })
  const invoice = make('Invoice', { title: 'July' })
  const user = make('User', { name: 'Eve' })

  await engine.flushLazy(invoice)
  const receipt = await engine.flushLazy(user)
  await receipt.applied({ timeoutMs: 15_000 })

  expect(alerts).toContain('orm-lazy-channel:billing mysqlAway')
  expect(alerts.filter((alert) => !alert.startsWith('orm-lazy-channel:billing'))).toEqual([])
  const concerns = await withStatus(async (reader) => (await reader.read()).map(concernsOf))
  expect(concerns.flat().map(({ kind }) => kind)).toContain('unreachable')

  await billing.restart()
  await consumer.drain({ timeoutMs: 25_000 })
  expect(await onBilling(["SELECT title FROM invoices WHERE title = 'July'"])).toEqual([[{ title: 'July' }]])
  ending.abort()
  await running
}, 60_000)

async function withStatus<T>(work: (reader: StatusReader) => Promise<T>): Promise<T> {
  await using reader = new StatusReader(engine.config)
  return work(reader)
}
