import { expect, test } from 'vitest'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { COMMITTED, fencedTransaction } from '../../runtime/database/unit-transaction.js'
import { RedisStreamWriter } from '../../runtime/stream/stream-writer.js'
import { createWorld } from '../support/world.js'
import { FaultProxy } from './lib/proxy/proxy.js'
import { until } from './lib/until.js'

test('a connection that falls silent while it is set up says nothing of the units that wait for it', async () => {
  await using world = await createWorld('silent')
  await using proxy = await FaultProxy.start('mysql', world.mysqlUrl)
  proxy.inject({ command: 'SET time_zone', action: { kind: 'blackHole' } })
  const config = await resolveConfig({ default: { mysql: proxy.url, redis: world.redisUrl } })
  await using pool = new SqlPool(config.mysqlPools.default!, { commit: 'manual', queryMs: 200 })
  const outcome = await fencedTransaction(pool, async () => COMMITTED)
  expect(outcome).toMatchObject({ kind: 'unknown', error: { code: 'ORM2301' } })
  expect(await fencedTransaction(pool, async () => COMMITTED)).toEqual(COMMITTED)
})

test('a connection to Redis that falls silent while it is set up is given up, and another takes its place', async () => {
  await using world = await createWorld('silent')
  await using proxy = await FaultProxy.start('redis', world.redisUrl)
  const config = await resolveConfig({ default: { mysql: world.mysqlUrl, redis: proxy.url } })
  const writer = await RedisStreamWriter.open({
    redis: config.redisPools.default!,
    stream: `${world.namespace}:s`,
    group: 'g',
    connectMs: 500,
    clock: Date,
  })
  const silence = proxy.inject({ command: /./, action: { kind: 'blackHole' } })
  proxy.cutAll()
  await silence.strike
  await until('an entry is stored', 20_000, async () => {
    await writer.ready(100)
    return (await writer.append('payload', 1_000)).kind === 'stored'
  })
  await writer.close()
})
