import { Redis } from 'ioredis'
import type { PersonEntity } from '../generated/index.js'
import { type BenchCase, type BenchSuite, inFlight, measured, oneByOne } from '../harness.js'
import { newPerson, newRow, type PersonRow } from '../people.js'
import { type BenchWorld, openWorld } from '../world.js'
import { latencyCases } from './latency.js'
import { memoryCase } from './memory.js'

const ONE_BY_ONE = 2_000
const TOGETHER = 20_000
const MEASURED = 20_000
const FLUSHES = 200

/** Q1 to Q4, M2 and M3: what it costs a program to queue its changes. */
export const enqueueSuite: BenchSuite = {
  name: 'enqueue',
  needs: 'servers',
  async open(setting) {
    const world = await openWorld(setting)
    const plain = new Redis(setting.redisUrl)
    const pipelined = new Redis(setting.redisUrl, { enableAutoPipelining: true })
    const latency = await latencyCases(world)
    return {
      groups: [
        { cases: [awaited(world, plain)] },
        { cases: [concurrent(world, pipelined, 100)] },
        { cases: [concurrent(world, pipelined, 1_000)] },
        { cases: [flusherOfHundred(world, plain)] },
        ...latency.groups,
        { cases: [bytesAnEvent(world)], rounds: 1 },
        { cases: [memoryCase(world)], rounds: 1 },
      ],
      async close() {
        plain.disconnect()
        pipelined.disconnect()
        await latency.close()
        await world.close()
      },
    }
  },
}

function awaited({ engine, redis, stream }: BenchWorld, plain: Redis): BenchCase {
  return {
    id: 'Q1',
    title: 'flushLazy awaited one by one',
    unit: '/s',
    target: { atLeast: 0.9 },
    ours: async () => {
      const rate = await oneByOne(ONE_BY_ONE, newPerson, (person) => engine.flushLazy(person))
      await redis.del(stream)
      return rate
    },
    yardstick: {
      title: 'ioredis XADD awaited, same payload',
      measure: async () => {
        await engine.flushLazy(newPerson())
        const [[, [, payload = '']] = ['', ['', '']]] = await redis.xrange(stream, '-', '+', 'COUNT', 1)
        const key = `${stream}:yardstick`
        const rate = await oneByOne(
          ONE_BY_ONE,
          () => payload,
          (text) => plain.xadd(key, '*', 'e', text),
        )
        await redis.del(stream, key)
        return rate
      },
    },
  }
}

function concurrent({ engine, redis, stream, pids }: BenchWorld, pipelined: Redis, callers: number): BenchCase {
  return {
    id: `Q2-${callers}`,
    title: `flushLazy with ${callers} callers in flight`,
    unit: '/s',
    target: { atLeast: 3 },
    ours: async () => {
      const rate = await measured(TOGETHER, pids, () =>
        inFlight(callers, TOGETHER, () => engine.flushLazy(newPerson())),
      )
      await redis.del(stream)
      return rate
    },
    yardstick: {
      title: 'ioredis XADD with auto-pipelining, one JSON row each',
      measure: async () => {
        const key = `${stream}:yardstick`
        const rate = await measured(TOGETHER, pids, () =>
          inFlight(callers, TOGETHER, () => pipelined.xadd(key, '*', 'e', JSON.stringify(newRow()))),
        )
        await redis.del(key)
        return rate
      },
    },
  }
}

function flusherOfHundred({ engine, redis, stream }: BenchWorld, plain: Redis): BenchCase {
  return {
    id: 'Q3',
    title: 'a Flusher of 100 new entities, awaited',
    unit: '/s',
    target: { atLeast: 0.7 },
    ours: async () => {
      const people = () => Array.from({ length: 100 }, newPerson)
      const flush = (hundred: readonly PersonEntity[]) =>
        engine
          .newFlusher()
          .track(...hundred)
          .flushLazy()
      const turn = await oneByOne(FLUSHES, people, flush, 100)
      await redis.del(stream)
      return turn
    },
    yardstick: {
      title: 'one raw XADD with 100 JSON rows, awaited',
      measure: async () => {
        const key = `${stream}:yardstick`
        const rows = () => Array.from({ length: 100 }, newRow)
        const add = (hundred: readonly PersonRow[]) => plain.xadd(key, '*', 'e', JSON.stringify(hundred))
        const turn = await oneByOne(FLUSHES, rows, add, 100)
        await redis.del(key)
        return turn
      },
    },
  }
}

function bytesAnEvent({ engine, redis, stream }: BenchWorld): BenchCase {
  return {
    id: 'M2',
    title: 'Redis memory an event, flushes in groups of 100',
    unit: 'bytes',
    target: { atMost: 130 },
    ours: async () => {
      await redis.del(stream)
      await engine.flushLazy(newPerson())
      const empty = Number(await redis.call('MEMORY', 'USAGE', stream, 'SAMPLES', '0'))
      await inFlight(100, MEASURED, () => engine.flushLazy(newPerson()))
      const full = Number(await redis.call('MEMORY', 'USAGE', stream, 'SAMPLES', '0'))
      await redis.del(stream)
      return { kind: 'value', value: (full - empty) / MEASURED }
    },
  }
}
