import { BackgroundConsumer, createEngine, type Engine } from 'orm-gen'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTables } from '../../codegen/sql/index.js'
import { diagnose } from '../../runtime/observe/doctor.js'
import { StatusReader } from '../../runtime/observe/status-reader.js'
import { SILENT } from '../support/consumer-rig.js'
import { type LooseClass, type LooseEntity, looseClass } from '../support/engine-rig.js'
import { RedisCluster } from '../support/redis-cluster.js'
import { modelsOf } from '../support/schema-models.js'
import { tablesOf } from '../support/tables.js'
import { createWorld, type World } from '../support/world.js'

const SCHEMA = `
  import { defineEntity, id, int } from 'orm-gen/schema'
  export const A = defineEntity('a', { id: id(), n: int() })
  export const B = defineEntity('b', { id: id(), n: int() }, { stream: 'orm-stream-b' })
  export const C = defineEntity('c', { id: id(), n: int() }, { stream: 'orm-stream-c' })
`

let world: World
let cluster: RedisCluster
let engine: Engine
const classes: Record<string, LooseClass> = {}

beforeAll(async () => {
  ;[world, cluster] = await Promise.all([createWorld('cluster'), RedisCluster.start({ replicas: 1 })])
  const models = modelsOf(SCHEMA)
  for (const table of tablesOf(models)) classes[table.entity] = looseClass(table)
  for (const sql of createTables(models)) await world.query(sql)
}, 60_000)
afterAll(() => Promise.all([world?.close(), cluster?.[Symbol.asyncDispose]()]))

beforeEach(async () => {
  engine = await createEngine(
    { default: { mysql: world.mysqlUrl, cluster: { nodes: cluster.nodes, namespace: world.namespace } } },
    { entities: Object.values(classes), logger: SILENT, deadlines: { flushMs: 20_000 }, consumer: { leaseMs: 1_000 } },
  )
})
afterEach(() => engine.close())

const make = (entity: string, n: number) => new classes[entity]!({ n } as never) as unknown as LooseEntity
const key = (stream: string) => `${world.namespace}:${stream}`

async function numbers(table: string): Promise<readonly number[]> {
  const rows = await world.query<{ n: number }>(`SELECT n FROM ${table} ORDER BY n`)
  return rows.map(({ n }) => n)
}

const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index)

/** Flushes one after the other while `during` happens, until it is over and at least `least` are queued. */
async function flushWhile(entity: string, during: () => Promise<void>, least: number): Promise<number> {
  let isOver = false
  const disturbance = during().finally(() => {
    isOver = true
  })
  let flushed = 0
  while (!isOver || flushed < least) await engine.flushLazy(make(entity, flushed++))
  await disturbance
  return flushed
}

test('several streams spread over a Cluster, and each is applied', async () => {
  for (const n of upTo(10)) await engine.flushLazy([make('A', n), make('B', n), make('C', n)])
  await using reader = new StatusReader(engine.config, [...new Set([...engine.streams.values()].flat())])
  const entries = (await reader.read()).map(({ stream, redis }) => [stream.name, 'entries' in redis && redis.entries])
  expect(Object.fromEntries(entries)).toEqual({ 'orm-lazy-channel': 10, 'orm-stream-b': 10, 'orm-stream-c': 10 })

  await using consumer = new BackgroundConsumer(engine)
  await consumer.drain({ timeoutMs: 20_000 })

  for (const table of ['a', 'b', 'c']) expect(await numbers(table)).toEqual(upTo(10))
})

test('the doctor looks at every primary', async () => {
  const { findings, unreachable } = await diagnose(engine.config, [])

  expect(unreachable).toEqual([])
  expect(findings.filter(({ check }) => check === 'redis-eviction')).toHaveLength(3)
})

test('a slot that moves while units are queued and applied loses and doubles none', async () => {
  await world.query('DELETE FROM b')
  await using consumer = new BackgroundConsumer(engine)
  const ending = new AbortController()
  const running = consumer.run({ signal: ending.signal })
  const before = await cluster.primaryOf(key('orm-stream-b'))

  const flushed = await flushWhile('B', () => cluster.moveSlot(key('orm-stream-b')), 200)

  expect(await cluster.primaryOf(key('orm-stream-b'))).not.toBe(before)
  await vi.waitFor(async () => expect(await numbers('b')).toEqual(upTo(flushed)), { timeout: 20_000 })
  ending.abort()
  await running
}, 60_000)

test('a replica takes over from a primary that dies, and the stream goes on', async () => {
  await world.query('DELETE FROM c')
  await using consumer = new BackgroundConsumer(engine)
  const ending = new AbortController()
  const running = consumer.run({ signal: ending.signal })
  for (const n of upTo(20)) await engine.flushLazy(make('C', n))
  await vi.waitFor(async () => expect(await numbers('c')).toEqual(upTo(20)), { timeout: 20_000 })
  const primary = await cluster.primaryOf(key('orm-stream-c'))

  await primary.kill()
  for (const n of upTo(20, 20)) await engine.flushLazy(make('C', n))

  expect(await cluster.primaryOf(key('orm-stream-c'))).not.toBe(primary)
  await vi.waitFor(async () => expect(await numbers('c')).toEqual(upTo(40)), { timeout: 20_000 })
  ending.abort()
  await running
}, 60_000)
