import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { EntryDecoder } from '../../runtime/event/entry-decoder.js'
import type { EventShape } from '../../runtime/event/unit.js'
import { Lane } from '../../runtime/producer/lane.js'
import { LANE_DEFAULTS, type LaneOptions } from '../../runtime/producer/lane-options.js'
import type { EnqueueOutcome } from '../../runtime/producer/ticket.js'
import { ENTRY_FIELD, RedisStreamWriter } from '../../runtime/stream/stream-writer.js'
import { createWorld, type World } from '../support/world.js'
import { FaultProxy } from './lib/proxy/proxy.js'
import type { FaultAction } from './lib/proxy/rule.js'

const shape: EventShape = { operation: 'update', entity: 'Row', fields: [{ property: 'n', role: 'key' }] }
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

let world: World
let proxy: FaultProxy
let lane: Lane
let writer: RedisStreamWriter

beforeEach(async () => {
  world = await createWorld('enqueue')
  proxy = await FaultProxy.start('redis', world.redisUrl)
})

afterEach(async () => {
  await lane.close()
  await proxy.close()
  await world.close()
})

async function openLane(options: Partial<LaneOptions> = {}): Promise<void> {
  const config = await resolveConfig({ default: { redis: proxy.url, mysql: world.mysqlUrl } })
  writer = await RedisStreamWriter.open({
    redis: config.redisPools.default!,
    stream: `${world.namespace}:s`,
    group: 'orm-async-consumer',
    connectMs: 1_000,
    measureEveryMs: 50,
    clock: Date,
  })
  lane = new Lane('s', writer, { ...LANE_DEFAULTS, answerMs: 200, ...options }, { clock: Date, logger: silent })
}

function flush(value: number): Promise<EnqueueOutcome> {
  return new Promise((resolve) => {
    lane.submit([{ events: [{ shape, values: [value] }] }], [], resolve)
  })
}

/** What a consumer would apply: by event id, the first arrival counts. */
async function arrivals(): Promise<{ readonly id: string; readonly value: unknown }[]> {
  const entries = await world.redis.xrange(`${world.namespace}:s`, '-', '+')
  const seen = new Map<string, unknown>()
  for (const [, fields] of entries) {
    expect(fields[0]).toBe(ENTRY_FIELD)
    for (const unit of new EntryDecoder().decode(fields[1]!))
      if (!seen.has(unit.eventId)) seen.set(unit.eventId, unit.events[0]?.values[0])
  }
  return [...seen].map(([id, value]) => ({ id, value }))
}

const harms: FaultAction[] = [
  { kind: 'cutBefore' },
  { kind: 'cutAfter' },
  { kind: 'blackHole' },
  { kind: 'blackHoleAfter' },
  { kind: 'delay', delayMs: 400 },
]

describe.each(harms)('$kind at an XADD', (action) => {
  test('is overcome: every flush resolves, each unit once, in the order of the calls', async () => {
    await openLane()
    const fault = proxy.inject({ command: 'XADD', action, at: (count) => count === 2 || count === 5 })
    const outcomes: Promise<EnqueueOutcome>[] = []
    for (let value = 0; value < 40; value++) {
      outcomes.push(flush(value))
      if (value % 4 === 0) await new Promise(setImmediate)
      if (value % 10 === 0) await outcomes.at(-1)
    }
    const settled = await Promise.all(outcomes)
    expect(fault.struck).toBe(2)
    expect(settled.map((outcome) => outcome.kind)).toEqual(Array.from({ length: 40 }, () => 'queued'))
    const stored = await arrivals()
    expect(stored.map(({ value }) => value)).toEqual(Array.from({ length: 40 }, (_, value) => value))
    expect(stored.map(({ id }) => id)).toEqual(
      settled.map((outcome) => outcome.kind === 'queued' && outcome.eventIds[0]),
    )
  })
})

test('a server that went away after a flush was sent leaves it unknown, those not sent refused, all by the deadline', async () => {
  await openLane({ flushMs: 600 })
  await flush(0)
  const started = performance.now()
  const gone = new Promise<void>((resolve) => {
    const run = async () => {
      proxy.down()
      resolve()
    }
    proxy.inject({ command: 'XADD', action: { kind: 'holdAfter', run } })
  })
  const sent = flush(1)
  await gone
  const behind = flush(2)
  expect((await sent).kind).toBe('unknown')
  expect((await behind).kind).toBe('refused')
  expect(performance.now() - started).toBeLessThan(2_500)
  proxy.up()
  // The next try to connect may be further away than a flush of this test is willing to wait.
  expect(await writer.ready(10_000)).toBeUndefined()
  expect((await flush(3)).kind).toBe('queued')
  expect((await arrivals()).map(({ value }) => value)).toEqual([0, 1, 3])
})

test('fragments and a late server change nothing', async () => {
  await openLane()
  proxy.fragment(7)
  const outcomes = await Promise.all([1, 2, 3].map(flush))
  expect(outcomes.map(({ kind }) => kind)).toEqual(['queued', 'queued', 'queued'])
})

test('the length of the stream comes along with an entry and closes the gate, and opens it again', async () => {
  await openLane({ refuseAt: 3 })
  for (let value = 0; value < 5; value++) {
    await flush(value)
    await new Promise((resolve) => setTimeout(resolve, 55))
  }
  expect(() => lane.assertOpen()).toThrow(expect.objectContaining({ code: 'ORM2605', backlog: 5 }))
  await world.redis.del(`${world.namespace}:s`)
  await expect.poll(() => isOpen(), { timeout: 20_000 }).toBe(true)
})

function isOpen(): boolean {
  try {
    lane.assertOpen()
    return true
  } catch {
    return false
  }
}
