import { Redis } from 'ioredis'
import { afterAll, beforeAll } from 'vitest'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { STEADY_CLOCK } from '../../runtime/engine/steady-clock.js'
import { ENTRY_FIELD, RedisStreamWriter } from '../../runtime/stream/stream-writer.js'
import { type RedisServer, startRedis } from '../../testing/index.js'
import { streamWriterConformance } from '../conformance/stream-writer.js'
import { FaultProxy } from '../fault/lib/proxy/proxy.js'

const STREAM = 'orm-lazy-channel'
const GROUP = 'orm-async-consumer'

let server: RedisServer
let redis: Redis<'legacy'>

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis<'legacy'>(server.url)
})

afterAll(async () => {
  redis.disconnect()
  await server.close()
})

streamWriterConformance('Redis through ioredis', async () => {
  const proxy = await FaultProxy.start('redis', server.url)
  const config = await resolveConfig({ default: { redis: proxy.url, mysql: 'mysql://root@127.0.0.1/none' } })
  return {
    open: () =>
      RedisStreamWriter.open({
        redis: config.redisPools.default!,
        stream: STREAM,
        group: GROUP,
        connectMs: 5_000,
        clock: STEADY_CLOCK,
      }),
    payloads: async () => (await redis.xrange(STREAM, '-', '+')).map(([, [, payload]]) => payload!),
    read: async () => {
      await redis.xreadgroup('GROUP', GROUP, 'someone', 'COUNT', 1, 'STREAMS', STREAM, '>')
    },
    strike: (kind) => void proxy.inject({ command: 'XADD', action: { kind } }),
    down: () => proxy.down(),
    up: () => proxy.up(),
    hinder: async (how) => {
      if (how === 'full') {
        await redis.config('SET', 'maxmemory', '1')
        return async () => void (await redis.config('SET', 'maxmemory', '0'))
      }
      await redis.replicaof('127.0.0.1', 1)
      return async () => void (await redis.replicaof('NO', 'ONE'))
    },
    forbid: async () => {
      await redis.set(STREAM, ENTRY_FIELD)
    },
    [Symbol.asyncDispose]: async () => {
      await proxy.close()
      await redis.flushall()
    },
  }
})
