import { BackgroundConsumer } from 'orm-gen'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { SILENT } from '../support/consumer-rig.js'
import { EngineRig, type LooseEntity } from '../support/engine-rig.js'
import { modelsOf } from '../support/schema-models.js'
import { tablesOf } from '../support/tables.js'
import { createWorld } from '../support/world.js'

const ENTITIES = ['A', 'B', 'C', 'D'] as const
const SCHEMA = ENTITIES.map(
  (name) => `export const ${name} = defineEntity('${name.toLowerCase()}', { id: id(), n: int().default(0) },
    { stream: 'orm-stream-${name.toLowerCase()}', coalesce: false })`,
).join('\n')

/** What arrived at each row, one row of it a change. */
const AUDIT = [
  'CREATE TABLE audit (seq BIGINT AUTO_INCREMENT PRIMARY KEY, entity CHAR(1), n INT NOT NULL)',
  ...ENTITIES.map(
    (name) => `CREATE TRIGGER audit_${name.toLowerCase()} AFTER UPDATE ON ${name.toLowerCase()} FOR EACH ROW
      INSERT INTO audit (entity, n) VALUES ('${name}', NEW.n)`,
  ),
]

const LEASE_MS = 3_000
/** A busy machine may take its time; what is promised is the lease time. */
const PATIENCE = { timeout: 15_000, interval: 50 }

let rig: EngineRig
let rows: readonly LooseEntity[]
const consumers: BackgroundConsumer[] = []
const runs: Promise<void>[] = []

beforeEach(async () => {
  rig = await EngineRig.create('rebalance', SCHEMA, { consumer: { leaseMs: LEASE_MS } })
  for (const sql of AUDIT) await rig.world.query(sql)
  rows = ENTITIES.map((name) => rig.make(name, {}))
  await rig.engine.flushLazy(rows)
})

afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.close()))
  await Promise.all(runs.splice(0))
  await rig[Symbol.asyncDispose]()
})

function start(): BackgroundConsumer {
  const consumer = new BackgroundConsumer(rig.engine)
  consumers.push(consumer)
  runs.push(consumer.run())
  return consumer
}

/** Streams held, by each who holds any: `[2, 2]`. */
async function shares(): Promise<readonly number[]> {
  const held = await rig.world.query<{ n: string }>(
    'SELECT COUNT(*) AS n FROM orm_lazy_lease WHERE expires_at > UTC_TIMESTAMP(6) GROUP BY owner ORDER BY n DESC',
  )
  return held.map(({ n }) => Number(n))
}

const untilShares = (expected: readonly number[]) =>
  vi.waitFor(async () => expect(await shares()).toEqual(expected), PATIENCE)

/** Changes every row over and over while `during` happens; then everything must have arrived once and in order. */
async function underLoad(during: () => Promise<void>): Promise<void> {
  let isOver = false
  const disturbance = during().finally(() => {
    isOver = true
  })
  let rounds = 0
  for (; !isOver; rounds++) {
    for (const row of rows) row.increment('n')
    await rig.engine.flushLazy(rows)
  }
  await disturbance
  await consumers[0]!.drain({ timeoutMs: 30_000 })
  const arrived = await rig.world.query<{ entity: string; n: number }>('SELECT entity, n FROM audit ORDER BY seq')
  const expected = Array.from({ length: rounds }, (_, index) => index + 1)
  for (const name of ENTITIES)
    expect(arrived.filter(({ entity }) => entity === name).map(({ n }) => n)).toEqual(expected)
}

describe('the streams are shared evenly, and every change arrives once and in order', () => {
  test('by those who come, who take over without a redelivery, and by those who stay', async () => {
    const redelivered: string[] = []
    const lost: string[] = []
    const watched = () => {
      const consumer = start()
      consumer.on('redelivered', ({ stream }) => redelivered.push(stream))
      consumer.on('leaseLost', ({ stream }) => lost.push(stream))
      return consumer
    }
    await underLoad(async () => {
      watched()
      await untilShares([4])
      const second = watched()
      await untilShares([2, 2])
      watched()
      await untilShares([2, 1, 1])
      await second.close()
      await untilShares([2, 2])
      watched()
      watched()
      await untilShares([1, 1, 1, 1])
    })
    expect([redelivered, lost]).toEqual([[], []])
  }, 90_000)

  test('and with an even share nothing changes hands', async () => {
    const handed: string[] = []
    for (let count = 0; count < 3; count++) start().on('leaseReleased', ({ stream }) => handed.push(stream))
    await untilShares([2, 1, 1])
    const before = await rig.world.query('SELECT part, epoch FROM orm_lazy_lease ORDER BY part')
    handed.length = 0
    start()
    await untilShares([1, 1, 1, 1])
    expect(handed).toHaveLength(1)
    start()
    await vi.waitFor(async () => {
      const waiting = await rig.world.query("SELECT DISTINCT owner FROM orm_lazy_consumer WHERE state = 'standby'")
      expect(waiting).toHaveLength(5)
    }, PATIENCE)
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS))
    expect(handed).toHaveLength(1)
    const after = await rig.world.query('SELECT part, epoch FROM orm_lazy_lease ORDER BY part')
    expect(after.filter((row, index) => row.epoch !== before[index]?.epoch)).toHaveLength(1)
  }, 60_000)
})

test('a member that only stands by and dies does not keep a stream from being worked', async () => {
  const { mysql, query } = rig.world
  await mysql.ping()
  const first = start()
  await untilShares([4])
  await query(
    `INSERT INTO orm_lazy_consumer (part, owner, host, pid, state, workers, seen_at, alive_until)
     SELECT part, '0-dead', 'nowhere', 1, 'standby', 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 3 SECOND
     FROM orm_lazy_lease`,
  )
  await vi.waitFor(async () => expect((await shares())[0]).toBeLessThan(4), PATIENCE)
  await untilShares([4])
  await first.drain({ timeoutMs: 15_000 })
}, 60_000)

test('two processes share streams of two servers, one each', async () => {
  await using other = await createWorld('rebalance_other')
  const models = modelsOf(`import { defineEntity, id } from 'orm-gen/schema'
    export const Here = defineEntity('here', { id: id() })
    export const There = defineEntity('there', { id: id() }, { pool: 'other' })`)
  const tables = tablesOf(models)
  const config = await resolveConfig({
    default: { mysql: rig.world.mysqlUrl, redis: { address: rig.world.redisUrl, namespace: rig.world.namespace } },
    other: { mysql: other.mysqlUrl },
  })
  for (let count = 0; count < 2; count++) {
    const consumer = new BackgroundConsumer({ config, tables, logger: SILENT }, { leaseMs: LEASE_MS })
    consumers.push(consumer)
    runs.push(consumer.run())
  }
  await vi.waitFor(async () => {
    const holders = await Promise.all(
      [rig.world, other].map((world) => world.query<{ owner: string }>('SELECT owner FROM orm_lazy_lease')),
    )
    expect(new Set(holders.flat().map(({ owner }) => owner)).size).toBe(2)
  }, PATIENCE)
}, 60_000)
