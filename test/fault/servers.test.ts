import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { startRedis } from '../../testing/index.js'
import { copyAof } from './lib/aof.js'
import { until } from './lib/until.js'

test('an older append-only file takes Redis back to the moment of the copy', async () => {
  await using server = await startRedis({ appendFsync: 'always' })
  const redis = new Redis<'legacy'>(server.url, { retryStrategy: () => 20 })
  redis.on('error', () => undefined)
  await redis.rpush('list', 'kept')
  await using copy = await copyAof(server)
  await redis.rpush('list', 'forgotten')
  await server.kill()
  await server.restart()
  expect(await until('Redis answers again', 5_000, () => redis.llen('list'))).toBe(2)
  await copy.restore()
  expect(await until('Redis answers again', 5_000, () => redis.llen('list'))).toBe(1)
  redis.disconnect()
})
