import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { BackgroundConsumer, createEngine, type Engine, Registry, useEngine } from 'orm-gen'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTables } from '../../codegen/sql/index.js'
import { entities, UserEntity } from '../../generated/index.js'
import { EntryDecoder } from '../../runtime/event/entry-decoder.js'
import type { Unit } from '../../runtime/event/unit.js'
import { type RedisServer, startRedis } from '../../testing/index.js'
import { SILENT } from '../support/consumer-rig.js'
import { shopModels } from '../support/schema-models.js'
import { createWorld, type World } from '../support/world.js'

/** Every feature of the page that the original describes lazy flush on, under the page's own headings. */

let world: World
/** A Redis of this file's own: the page's stream is `orm-lazy-channel` in database 0, without a prefix. */
let server: RedisServer
let redis: Redis
let engine: Engine

beforeAll(async () => {
  ;[world, server] = await Promise.all([createWorld('original'), startRedis()])
  redis = new Redis(server.url)
  for (const statement of createTables(shopModels())) await world.query(statement)
}, 60_000)

afterAll(async () => {
  redis?.disconnect()
  await Promise.all([world?.close(), server?.close()])
})

beforeEach(async () => {
  engine = await createEngine({ default: { mysql: world.mysqlUrl, redis: server.url } }, { entities, logger: SILENT })
  useEngine(engine)
})

afterEach(async () => {
  await engine.close()
  await redis.flushall()
  vi.useRealTimers()
})

/** Units in the stream, entry by entry. */
async function entries(): Promise<(readonly Unit[])[]> {
  const found = await redis.xrange('orm-lazy-channel', '-', '+')
  return found.map(([, fields]) => new EntryDecoder().decode(fields[1]!))
}

const operations = (units: readonly Unit[]) => units.flatMap((unit) => unit.events.map(({ shape }) => shape.operation))

async function consume(): Promise<void> {
  await using consumer = new BackgroundConsumer(engine)
  await consumer.drain({ timeoutMs: 15_000 })
}

const rows = () => world.query<{ first_name: string; email: string }>('SELECT first_name, email FROM users ORDER BY id')

let people = 0
const newUser = (firstName = 'Tom') => new UserEntity({ firstName, lastName: 'Bee', email: `${people++}@beeorm.io` })

async function stored(firstName: string): Promise<UserEntity> {
  const user = newUser(firstName)
  await user.flushLazy()
  await consume()
  return user
}

describe('Lazy flush', () => {
  test('adding a new entity is one XADD to orm-lazy-channel, and a row once the consumer has run', async () => {
    const before = (await rows()).length
    const user = new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'bee@beeorm.io' })

    await engine.flushLazy(user)

    expect((await entries()).map(operations)).toEqual([['insert']])
    expect(await rows()).toHaveLength(before)
    await consume()
    expect((await rows()).at(-1)).toEqual({ first_name: 'Tom', email: 'bee@beeorm.io' })
    expect(await entries()).toEqual([])
  })

  test('updating an entity that was loaded', async () => {
    const { id } = await stored('Tom')
    const user = await UserEntity.loadById(id)
    user!.firstName = 'John'

    await engine.flushLazy(user!)

    expect((await entries()).map(operations)).toEqual([['update']])
    await consume()
    expect((await UserEntity.loadById(id))?.firstName).toBe('John')
  })

  test('deleting an entity that was loaded', async () => {
    const { id } = await stored('Gone')
    const user = await UserEntity.loadById(id)

    await engine.deleteLazy(user!)

    expect((await entries()).map(operations)).toEqual([['delete']])
    await consume()
    expect(await UserEntity.loadById(id)).toBeNull()
  })

  test('a stream that grows without a background consumer is warned about', async () => {
    const warnings: string[] = []
    const logger = { ...SILENT, warn: (_facts: object, message: string) => void warnings.push(message) }
    await using producer = await createEngine(
      { default: { mysql: world.mysqlUrl, redis: server.url } },
      { entities, logger, backlog: { consumerSilentMs: 400 } },
    )
    const warned = async () => {
      await producer.flushLazy(newUser())
      return warnings[0]
    }
    await vi.waitFor(async () => expect(await warned()).toBeDefined(), { timeout: 10_000, interval: 50 })

    expect(warnings[0]).toBe('The stream grows and no consumer reads it: start one with orm-gen consume')
    await consume()
  })
})

describe('Flusher', () => {
  test('Track, Track, Delete and FlushLazy are one XADD, applied together', async () => {
    const toUpdate = await stored('Update me')
    const toDelete = await stored('Delete me')
    const flusher = engine.newFlusher()

    const user = newUser('Added')
    flusher.track(user)
    const userToUpdate = await UserEntity.loadById(toUpdate.id)
    userToUpdate!.firstName = 'John'
    flusher.track(userToUpdate!)
    const userToDelete = await UserEntity.loadById(toDelete.id)
    flusher.delete(userToDelete!)
    await flusher.flushLazy()

    const [unit, ...others] = (await entries()).flat()
    expect(others).toEqual([])
    expect(operations([unit!]).toSorted()).toEqual(['delete', 'insert', 'update'])
    await consume()
    expect((await UserEntity.loadById(user.id))?.firstName).toBe('Added')
    expect((await UserEntity.loadById(toUpdate.id))?.firstName).toBe('John')
    expect(await UserEntity.loadById(toDelete.id)).toBeNull()
  })
})

describe('Defining the lazy pool', () => {
  const hostPort = () => `127.0.0.1:${server.port}`

  async function worksOnLazyPool(config: Registry | string): Promise<void> {
    await using lazy = await createEngine(config, { entities, logger: SILENT })
    expect(lazy.config.redisPools.lazy).toMatchObject({ endpoint: { port: server.port }, database: 0 })
    const user = newUser('Lazy')
    await lazy.flushLazy(user)
    expect(await redis.xlen('orm-lazy-channel')).toBe(1)
    await using consumer = new BackgroundConsumer(lazy)
    await consumer.drain({ timeoutMs: 15_000 })
    expect((await lazy.loadById(UserEntity, user.id))?.firstName).toBe('Lazy')
    const [group] = (await redis.xinfo('GROUPS', 'orm-lazy-channel')) as [string, string][]
    expect(group?.[1]).toBe('orm-async-consumer')
  }

  test('in code: registerRedis and registerRedisStream, where host:port means database 0', async () => {
    const registry = new Registry()
    registry.registerMySQL(world.mysqlUrl)
    registry.registerRedis(hostPort(), { pool: 'lazy', db: 0, namespace: '' })
    registry.registerRedisStream('orm-lazy-channel', 'lazy', ['orm-async-consumer'])

    await worksOnLazyPool(registry)
  })

  test('in YAML: redis and streams of the pool lazy', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'orm-original-'))
    const path = join(directory, 'orm.yaml')
    await writeFile(
      path,
      `default:
    mysql: ${world.mysqlUrl}
lazy:
    redis: ${hostPort()}
    streams:
        orm-lazy-channel:
          - orm-async-consumer
`,
    )
    await worksOnLazyPool(path)
    await rm(directory, { recursive: true })
  })
})

describe('Defining lazy queries workers', () => {
  const workers = async () => {
    const [row] = await world.query<{ workers: number }>('SELECT workers FROM orm_lazy_consumer')
    return row?.workers
  }

  test('the background consumer runs 11 by default, and setLazyFlushWorkers changes it while it runs', async () => {
    await using consumer = new BackgroundConsumer(engine)
    const ending = new AbortController()
    const running = consumer.run({ signal: ending.signal })
    await vi.waitFor(async () => expect(await workers()).toBe(11), { timeout: 10_000 })

    consumer.setLazyFlushWorkers(20)

    await vi.waitFor(async () => expect(await workers()).toBe(20), { timeout: 10_000 })
    ending.abort()
    await running
    expect(await workers()).toBeUndefined()
  })

  test('so many transactions run side by side', async () => {
    await stored('before')
    await using consumer = new BackgroundConsumer(engine, { batchRows: 1 })
    consumer.setLazyFlushWorkers(3)
    const open = new Set<string>()
    await world.query('LOCK TABLES users WRITE')
    for (let number = 0; number < 12; number++) await newUser(`parallel ${number}`).flushLazy()

    const draining = consumer.drain({ timeoutMs: 20_000 })
    const waiting = () =>
      world.query<{ id: string }>(
        `SELECT ID AS id FROM information_schema.PROCESSLIST
         WHERE DB = DATABASE() AND ID <> CONNECTION_ID() AND STATE LIKE '%metadata lock%'`,
      )
    const look = async () => {
      for (const { id } of await waiting()) open.add(String(id))
      return open.size
    }
    await vi.waitFor(async () => expect(await look()).toBe(3), { timeout: 10_000 })
    for (let again = 0; again < 10; again++) expect(await look()).toBe(3)
    await world.query('UNLOCK TABLES')
    await draining
    expect((await rows()).filter(({ first_name }) => first_name.startsWith('parallel'))).toHaveLength(12)
  })
})
