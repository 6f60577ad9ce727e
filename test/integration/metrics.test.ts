import { resolveConfig } from 'orm-gen'
import { createMetrics } from 'orm-gen/metrics'
import { Gauge } from 'prom-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveMetrics } from '../../cli/consume/serve-metrics.js'
import { freePort } from '../../testing/process/free-port.js'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'

const SCHEMA = `export const User = defineEntity('users', { id: id(), email: varchar(100).unique() })`
const insert = (id: number, email: string) => event(['insert', 'User', '@id', 'email'], id, email)

let rig: ConsumerRig

beforeEach(async () => {
  rig = await ConsumerRig.create('metrics', SCHEMA)
})
afterEach(() => rig[Symbol.asyncDispose]())

test('a scrape shows what waits, and what the consumer of this process did', async () => {
  const consumer = rig.consumer()
  await using metrics = await createMetrics(rig, consumer)
  await rig.queue([insert(1, 'taken@x')], [insert(2, 'taken@x')], [insert(3, 'free@x')])
  expect(await metrics.registry.metrics()).toContain(`orm_gen_backlog_units{stream="${rig.stream}"} 3`)

  await consumer.drain({ timeoutMs: 15_000 })
  const text = await metrics.registry.metrics()
  expect(text).toContain(`orm_gen_backlog_entries{stream="${rig.stream}"} 0`)
  expect(text).toContain(`orm_gen_dead_letters{stream="${rig.stream}"} 1`)
  expect(text).toContain(`orm_gen_units_applied_total{stream="${rig.stream}"} 2`)
  expect(text).toContain(`orm_gen_units_dead_total{stream="${rig.stream}",entity="User",error="1062"} 1`)
  expect(text).toMatch(/orm_gen_apply_duration_seconds_count\{.*\} [1-9]/)
})

test('it is ready while its servers answer, and live anyway', async () => {
  const away = await resolveConfig({ default: { mysql: 'mysql://root@127.0.0.1:1/app', redis: rig.world.redisUrl } })
  const answers = async (host: Parameters<typeof createMetrics>[0]) => {
    const port = await freePort()
    await using _server = await serveMetrics(await createMetrics(host), port)
    const status = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status
    return [
      await status('/metrics?format=text'),
      await status('/health/live'),
      await status('/health/ready'),
      await status('/'),
    ]
  }
  expect(await answers(rig)).toEqual([200, 200, 200, 404])
  expect(await answers({ config: away })).toEqual([200, 200, 503, 404])
})

test('a scrape that fails is an answer, and ends nothing', async () => {
  await using metrics = await createMetrics(rig)
  new Gauge({
    name: 'broken',
    help: "somebody else's",
    registers: [metrics.registry],
    collect() {
      throw new Error('broken')
    },
  })
  const port = await freePort()
  await using _server = await serveMetrics(metrics, port)
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(500)
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)
})
