import { afterEach, describe, expect, test } from 'vitest'
import type { EngineOptions } from '../../runtime/config/options.js'
import { type RedisServer, startRedis } from '../../testing/index.js'
import { EngineRig } from '../support/engine-rig.js'

const SCHEMA = `export const Note = defineEntity('notes', { id: uuid().primary(), text: varchar(4000) })`

const open: AsyncDisposable[] = []

afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource[Symbol.asyncDispose]()
})

async function redisWith(...extraArguments: string[]): Promise<RedisServer> {
  const server = await startRedis({ extraArguments })
  open.push(server)
  return server
}

async function rigOn(server: RedisServer, options: EngineOptions): Promise<EngineRig> {
  const rig = await EngineRig.create('durability', SCHEMA, { redisUrl: server.url, ...options })
  open.push(rig)
  return rig
}

describe('an engine refuses to start on a Redis', () => {
  test('that may evict the stream', async () => {
    const server = await redisWith('--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru')
    await expect(rigOn(server, {})).rejects.toMatchObject({ code: 'ORM2617' })
  })

  test("that answers before the disk has it, under durability 'fsync'", async () => {
    const server = await redisWith()
    await expect(rigOn(server, { durability: 'fsync' })).rejects.toMatchObject({ code: 'ORM2617' })
  })

  test('whose settings cannot be seen, unless it is told to believe', async () => {
    const server = await redisWith('--rename-command', 'CONFIG', '')
    await expect(rigOn(server, { durability: 'fsync' })).rejects.toMatchObject({ code: 'ORM2617' })
    await rigOn(server, { durability: 'fsync', assumeFsync: true })
  })
})

test("durability 'fsync' is served by appendfsync always", async () => {
  const rig = await rigOn(await redisWith('--appendfsync', 'always'), { durability: 'fsync' })
  expect((await rig.engine.flushLazy(rig.make('Note', { text: 'x' }))).eventIds).toHaveLength(1)
})

test("durability 'replica' waits for the replica, and is in doubt without it", async () => {
  const primary = await redisWith()
  const replica = await redisWith('--replicaof', '127.0.0.1', String(primary.port))
  const rig = await rigOn(primary, { durability: 'replica', deadlines: { flushMs: 2_000, answerMs: 500 } })
  const flush = () => rig.engine.flushLazy(rig.make('Note', { text: 'x' }))
  await expect.poll(flush, { timeout: 15_000 }).toMatchObject({ eventIds: [expect.any(String)] })
  await replica.kill()
  await expect(flush()).rejects.toMatchObject({ code: 'ORM2601' })
})

test('a full Redis refuses with a typed error, and takes the same entity when there is room', async () => {
  const rig = await rigOn(await redisWith('--maxmemory', '4mb'), {})
  const fill = async () => {
    for (;;) await rig.engine.flushLazy(rig.make('Note', { text: 'x'.repeat(4_000) }))
  }
  await expect(fill()).rejects.toMatchObject({ code: 'ORM2609' })
  const note = rig.make('Note', { text: 'y'.repeat(4_000) })
  await expect(rig.engine.flushLazy(note)).rejects.toMatchObject({ code: 'ORM2609' })
  expect(note.isDirty).toBe(true)
  await rig.drain()
  expect((await rig.engine.flushLazy(note)).eventIds).toHaveLength(1)
})
