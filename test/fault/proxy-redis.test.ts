import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { servers } from '../support/servers.js'
import { FaultProxy } from './lib/proxy/proxy.js'

const KEY = 'fault:proxy-redis'

let proxy: FaultProxy
let direct: Redis
let client: Redis

beforeEach(async () => {
  const { redisUrl } = await servers()
  direct = new Redis<'legacy'>(redisUrl)
  await direct.del(KEY)
  proxy = await FaultProxy.start('redis', redisUrl)
  client = connect()
})

afterEach(async () => {
  client.disconnect()
  await direct.del(KEY)
  direct.disconnect()
  await proxy.close()
})

/** Fails at once, so that each test sees what one attempt met. */
function connect(): Redis {
  const redis = new Redis<'legacy'>(proxy.url, { maxRetriesPerRequest: 0, retryStrategy: () => 20 })
  redis.on('error', () => undefined)
  return redis
}

describe('a proxy before Redis', () => {
  test('passes everything while no rule strikes', async () => {
    const large = 'x'.repeat(300_000)
    await client.set(KEY, large)
    expect(await client.get(KEY)).toBe(large)
  })

  test('cuts before execution: the request is not carried out, earlier answers arrive', async () => {
    const fault = proxy.inject({ command: 'rpush', action: { kind: 'cutBefore' }, at: 3 })
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((value) => client.rpush(KEY, value)))
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(await direct.lrange(KEY, 0, -1)).toEqual(['a', 'b'])
    expect(fault.struck).toBe(1)
  })

  test('cuts after execution: the request is carried out, its answer never arrives', async () => {
    proxy.inject({ command: 'RPUSH', action: { kind: 'cutAfter' }, at: 2 })
    const outcomes = await Promise.allSettled(['a', 'b'].map((value) => client.rpush(KEY, value)))
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected'])
    expect(await direct.lrange(KEY, 0, -1)).toEqual(['a', 'b'])
  })

  test('strikes once: the next connection works', async () => {
    proxy.inject({ command: 'RPUSH', action: { kind: 'cutBefore' } })
    await expect(client.rpush(KEY, 'a')).rejects.toThrow()
    await waitUntilReady(client)
    expect(await client.rpush(KEY, 'b')).toBe(1)
  })

  test('a black hole leaves the connection open and silent, before or after execution', async () => {
    proxy.inject({ command: 'RPUSH', action: { kind: 'blackHoleAfter' } })
    const pending = client.rpush(KEY, 'a')
    pending.catch(() => undefined)
    await waitForLength(1)
    const other = connect()
    proxy.inject({ command: 'RPUSH', action: { kind: 'blackHole' }, at: 1 })
    const swallowed = other.rpush(KEY, 'b')
    swallowed.catch(() => undefined)
    expect(await Promise.race([pending, swallowed, direct.ping()])).toBe('PONG')
    expect(await direct.llen(KEY)).toBe(1)
    expect(proxy.connections).toBe(2)
    other.disconnect()
  })

  test('fragments both directions without changing a byte', async () => {
    proxy.fragment(3)
    await client.rpush(KEY, 'tiny', 'pieces')
    expect(await client.lrange(KEY, 0, -1)).toEqual(['tiny', 'pieces'])
  })

  test('delays an answer', async () => {
    await client.ping()
    proxy.inject({ command: 'RPUSH', action: { kind: 'delay', delayMs: 150 } })
    const before = performance.now()
    await client.rpush(KEY, 'late')
    expect(performance.now() - before).toBeGreaterThanOrEqual(145)
  })

  test('holds a request or its answer while the test does something', async () => {
    const seen: number[] = []
    const look = async () => {
      seen.push(await direct.llen(KEY))
    }
    proxy.inject({ command: 'RPUSH', action: { kind: 'holdBefore', run: look } })
    // The first rule has the first request to itself.
    proxy.inject({ command: 'RPUSH', action: { kind: 'holdAfter', run: look } })
    await client.rpush(KEY, 'a')
    await client.rpush(KEY, 'b')
    expect(seen).toEqual([0, 2])
  })

  test('goes down and comes up again', async () => {
    await client.ping()
    proxy.down()
    await expect(client.ping().then(() => client.ping())).rejects.toThrow()
    proxy.up()
    await waitUntilReady(client)
    expect(await client.ping()).toBe('PONG')
  })
})

async function waitUntilReady(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve))
}

async function waitForLength(length: number): Promise<void> {
  while ((await direct.llen(KEY)) !== length) await direct.ping()
}
