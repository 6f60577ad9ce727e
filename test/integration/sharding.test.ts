import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { BackgroundConsumer, createEngine, type Engine } from 'orm-gen'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTables } from '../../codegen/sql/index.js'
import { StatusReader } from '../../runtime/observe/status-reader.js'
import { type MariaDBServer, startMariaDB } from '../../testing/index.js'
import { SILENT } from '../support/consumer-rig.js'
import { type LooseClass, type LooseEntity, looseClass } from '../support/engine-rig.js'
import { modelsOf } from '../support/schema-models.js'
import { tablesOf } from '../support/tables.js'
import { createWorld, type World } from '../support/world.js'

const SCHEMA = `
  import { bigint, defineEntity, int, ref, shardBy, uuid, varchar } from 'orm-gen/schema'
  export const Order = defineEntity('orders',
    { tenantId: bigint().unsigned().primary(), id: uuid().primary(), title: varchar(50), n: int().default(0) },
    { pool: shardBy('tenantId', { default: '0-511', west: '512-1023' }) })
  export const Line = defineEntity('lines',
    { tenantId: bigint().unsigned().primary(), id: uuid().primary(), text: varchar(50) },
    { pool: shardBy('tenantId', { default: '0-511', west: '512-1023' }) })
`

/** By CRC32: 42 is in slot 136, 1 in 951. */
const [HERE, WEST] = [42n, 1n]

/** The run's own database beside one on a server that can be killed. */
let world: World
let west: MariaDBServer
let engine: Engine
let Order: LooseClass
let Line: LooseClass

beforeAll(async () => {
  ;[world, west] = await Promise.all([createWorld('sharding'), startMariaDB({ database: 'west' })])
  const models = modelsOf(SCHEMA)
  ;[Line, Order] = tablesOf(models).map(looseClass) as [LooseClass, LooseClass]
  for (const sql of createTables(models)) {
    await world.query(sql)
    await onWest(sql)
  }
}, 60_000)
afterAll(() => Promise.all([world?.close(), west?.close()]))

beforeEach(async () => {
  engine = await createEngine(
    {
      default: { mysql: world.mysqlUrl, redis: { address: world.redisUrl, namespace: world.namespace } },
      west: { mysql: west.url },
    },
    { entities: [Order, Line], logger: SILENT, consumer: { leaseMs: 1_000 } },
  )
})
afterEach(() => engine.close())

async function onWest<T>(sql: string): Promise<readonly T[]> {
  const connection = await createConnection({ uri: west.url, supportBigNumbers: true, bigNumberStrings: true })
  const [rows] = await connection.query<RowDataPacket[]>(sql)
  await connection.end()
  return rows as unknown as readonly T[]
}

const order = (tenantId: bigint, title: string) => new Order({ tenantId, title } as never) as unknown as LooseEntity
const line = (tenantId: bigint) => new Line({ tenantId, text: 'x' } as never) as unknown as LooseEntity
const keyOf = (entity: LooseEntity) => ({ tenantId: entity.get('tenantId'), id: entity.get('id') }) as never

async function drain(): Promise<void> {
  await using consumer = new BackgroundConsumer(engine)
  await consumer.drain({ timeoutMs: 20_000 })
}

async function backlogs(): Promise<unknown> {
  await using reader = new StatusReader(engine.config)
  const statuses = await reader.read()
  return statuses.map(({ stream, redis }) => [stream.name, 'entries' in redis && redis.entries])
}

describe('a table spread over two servers by a key', () => {
  test('has each row where MySQL itself would look for it, and nowhere else', async () => {
    const orders = Array.from({ length: 60 }, (_, index) => order(BigInt(index), `title ${index}`))
    const receipt = await engine.flushLazy(orders)
    await drain()
    await receipt.applied({ timeoutMs: 10_000 })

    const select = 'SELECT tenant_id AS tenant, CRC32(tenant_id) % 1024 AS slot FROM orders'
    const [here, there] = [await world.query<Placed>(select), await onWest<Placed>(select)]
    expect(here.length + there.length).toBe(60)
    expect(here.length).toBeGreaterThan(10)
    expect(here.filter(({ slot }) => Number(slot) > 511)).toEqual([])
    expect(there.filter(({ slot }) => Number(slot) < 512)).toEqual([])
  })

  test('is loaded, changed and deleted by keys that name the shard', async () => {
    const both = [order(HERE, 'here'), order(WEST, 'there')]
    await engine.flushLazy(both)
    await drain()
    const keys = both.map(keyOf)

    const loaded = (await engine.loadByIds(Order, [keys[1]!, keys[0]!])) as unknown as LooseEntity[]
    expect(loaded.map((one) => one.get('title'))).toEqual(['there', 'here'])
    loaded[0]!.increment('n', 2)
    await engine.flushLazy(loaded[0]!)
    await engine.patchLazy(Order, keys[1]!, { title: 'patched' } as never)
    await engine.deleteLazyById(Order, keys[0]!)
    await drain()

    expect(await engine.loadById(Order, keys[0]!)).toBeNull()
    const changed = (await engine.loadById(Order, keys[1]!)) as unknown as LooseEntity
    expect([changed.get('title'), changed.get('n')]).toEqual(['patched', 2])
  })

  test('cannot be asked for a row without its shard, nor move one to another', async () => {
    const { id } = keyOf(order(HERE, 'x')) as { id: string }
    await expect(engine.loadById(Order, { id } as never)).rejects.toThrow('tenantId')
    await expect(engine.patchLazy(Order, { tenantId: HERE, id } as never, { tenantId: WEST } as never)).rejects.toThrow(
      'cannot be patched',
    )
  })

  test('refuses a unit over two shards before anything is queued, and takes one within a shard', async () => {
    const split = engine.newFlusher().track(order(HERE, 'a'), line(WEST))
    await expect(split.flushLazy()).rejects.toMatchObject({ code: 'ORM2610' })
    expect(await backlogs()).toEqual([
      ['orm-lazy-channel', 0],
      ['orm-lazy-channel:west', 0],
    ])

    await split.flushLazy({ atomic: false })
    await engine.newFlusher().track(order(WEST, 'b'), line(WEST)).flushLazy()
    expect(await backlogs()).toEqual([
      ['orm-lazy-channel', 1],
      ['orm-lazy-channel:west', 2],
    ])
    await drain()
  })

  test('keeps dead letters with the shard that refused them', async () => {
    const twin = order(WEST, 'first')
    await engine.flushLazy(twin)
    await drain()
    await engine.flushLazy(new Order({ ...(keyOf(twin) as object), title: 'second' } as never))
    await drain()

    expect(await engine.deadLetters().list()).toEqual([])
    expect(await engine.deadLetters('orm-lazy-channel:west').list()).toMatchObject([{ entity: 'Order' }])
    await engine.deadLetters('orm-lazy-channel:west').discard({})
    await drain()
  })

  test('goes on in one shard while the server of another is away', async () => {
    await using consumer = new BackgroundConsumer(engine)
    const ending = new AbortController()
    const alerts = new Set<string>()
    consumer.on('alert', ({ stream }) => alerts.add(stream.replace(`${world.namespace}:`, '')))
    const running = consumer.run({ signal: ending.signal })
    await (await engine.flushLazy(order(WEST, 'before'))).applied({ timeoutMs: 20_000 })
    await west.kill()

    const waiting = order(WEST, 'waits')
    await engine.flushLazy(waiting)
    for (let round = 0; round < 5; round++)
      await (await engine.flushLazy(order(HERE, `during ${round}`))).applied({ timeoutMs: 20_000 })

    await west.restart()
    await consumer.drain({ timeoutMs: 30_000 })
    expect(await onWest("SELECT title FROM orders WHERE title = 'waits'")).toHaveLength(1)
    expect([...alerts].filter((stream) => stream !== 'orm-lazy-channel:west')).toEqual([])
    ending.abort()
    await running
  }, 90_000)
})

interface Placed {
  readonly tenant: string
  readonly slot: number | string
}
