import { BackgroundConsumer, createEngine, type Engine, EnqueueUnknownError } from 'orm-gen'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTables } from '../../codegen/sql/index.js'
import { SILENT } from '../support/consumer-rig.js'
import { type LooseClass, type LooseEntity, looseClass } from '../support/engine-rig.js'
import { MASTER, RedisSentinel } from '../support/redis-sentinel.js'
import { modelsOf } from '../support/schema-models.js'
import { tablesOf } from '../support/tables.js'
import { createWorld, type World } from '../support/world.js'

const SCHEMA = `
  import { defineEntity, id, int } from 'orm-gen/schema'
  export const Step = defineEntity('steps', { id: id(), n: int() })
`

let world: World
let sentinel: RedisSentinel
let engine: Engine
let Step: LooseClass

beforeAll(async () => {
  ;[world, sentinel] = await Promise.all([createWorld('sentinel'), RedisSentinel.start()])
  const models = modelsOf(SCHEMA)
  Step = looseClass(tablesOf(models)[0]!)
  for (const sql of createTables(models)) await world.query(sql)
  engine = await createEngine(
    { default: { mysql: world.mysqlUrl, sentinel: { master: MASTER, nodes: sentinel.nodes } } },
    { entities: [Step], logger: SILENT, deadlines: { flushMs: 60_000 }, consumer: { leaseMs: 2_000 } },
  )
}, 60_000)
afterAll(async () => {
  await engine?.close()
  await Promise.all([world?.close(), sentinel?.[Symbol.asyncDispose]()])
})

/** A flush and what came of it; `during` says when its promise settled. */
interface Flush {
  readonly n: number
  readonly outcome: 'queued' | 'unknown' | 'refused'
  readonly during: 'before' | 'failover' | 'after'
}

test('a replica takes over when the master is killed under load: flushes settle, and nothing comes twice', async () => {
  await using consumer = new BackgroundConsumer(engine)
  const ending = new AbortController()
  const running = consumer.run({ signal: ending.signal })
  const flushes: Flush[] = []
  let phase: Flush['during'] = 'before'
  let isOver = false
  const flush = async (n: number) => {
    const outcome = await engine.flushLazy(new Step({ n } as never) as unknown as LooseEntity).then(
      () => 'queued' as const,
      (error) => (error instanceof EnqueueUnknownError ? 'unknown' : 'refused'),
    )
    flushes.push({ n, outcome, during: phase })
  }
  let next = 0
  const producers = Array.from({ length: 8 }, async () => {
    while (!isOver) await flush(next++)
  })
  await vi.waitFor(() => expect(flushes.length).toBeGreaterThan(200), { timeout: 30_000 })

  await sentinel.master.kill()
  phase = 'failover'
  await sentinel.promoted()
  const queuedAfter = () => flushes.filter(({ outcome, during }) => outcome === 'queued' && during === 'after').length
  phase = 'after'
  await vi.waitFor(() => expect(queuedAfter()).toBeGreaterThan(200), { timeout: 60_000 })
  isOver = true
  await Promise.all(producers)

  await consumer.drain({ timeoutMs: 60_000 })
  const rows = await world.query<{ n: number }>('SELECT n FROM steps')
  const applied = new Set(rows.map(({ n }) => n))
  expect(rows).toHaveLength(applied.size)
  expect(flushes).toHaveLength(next)
  const refusedButApplied = flushes.filter(({ n, outcome }) => outcome === 'refused' && applied.has(n))
  expect(refusedButApplied).toEqual([])
  // Replication is asynchronous: of what the old master had acknowledged, its last moment may be missing, nothing else.
  const lost = flushes.filter(({ n, outcome }) => outcome === 'queued' && !applied.has(n))
  expect(lost.filter(({ during }) => during === 'after')).toEqual([])
  ending.abort()
  await running
}, 180_000)
