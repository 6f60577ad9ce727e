import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../runtime/config/config-error.js'
import type { ConfigObject } from '../../../runtime/config/config-object.js'
import { helperKey } from '../../../runtime/config/engine-config.js'
import { resolveConfig } from '../../../runtime/config/resolve-config.js'
import { routeEntities } from '../../../runtime/config/stream-routes.js'

const MYSQL = 'mysql://app@localhost/app'

/** `name@redisPool>mysqlPool` */
async function streams(config: ConfigObject): Promise<readonly string[]> {
  const resolved = await resolveConfig(config)
  return resolved.streams.map(({ name, redisPool, mysqlPool }) => `${name}@${redisPool}>${mysqlPool}`)
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error as ConfigError).message,
  )

describe('the lazy stream', () => {
  test('lives on the default Redis where no pool declares it', async () => {
    expect(await streams({ default: { mysql: MYSQL, redis: 'a' }, other: { redis: 'b' } })).toEqual([
      'orm-lazy-channel@default>default',
    ])
  })

  test('of another MySQL pool bears its name, and lives beside the first', async () => {
    const config = {
      default: { mysql: MYSQL },
      billing: { mysql: MYSQL },
      lazy: { redis: 'a', streams: { 'orm-lazy-channel': [] } },
    }
    expect(await streams(config)).toEqual(['orm-lazy-channel@lazy>default', 'orm-lazy-channel:billing@lazy>billing'])
  })

  test('of another MySQL pool may be declared on a Redis of its own', async () => {
    const config = {
      default: { mysql: MYSQL, redis: 'a' },
      billing: { mysql: MYSQL, redis: 'b', streams: { 'orm-lazy-channel:billing': ['orm-async-consumer'] } },
    }
    expect(await streams(config)).toEqual([
      'orm-lazy-channel@default>default',
      'orm-lazy-channel:billing@billing>billing',
    ])
  })

  test('carries the namespace of its Redis in its key', async () => {
    const { streams } = await resolveConfig({ default: { mysql: MYSQL, redis: 'a:6379:0:shop' } })

    expect(streams[0]).toMatchObject({ name: 'orm-lazy-channel', key: 'shop:orm-lazy-channel' })
    expect(helperKey(streams[0]!, 'clock')).toBe('{shop:orm-lazy-channel}:clock')
  })

  test('has the group that its pool declares', async () => {
    const { streams } = await resolveConfig({
      default: { mysql: MYSQL, redis: 'a', streams: { 'orm-lazy-channel': 'mine' } },
    })

    expect(streams[0]?.group).toBe('mine')
  })

  test('with a second group is refused', async () => {
    const config = { default: { mysql: MYSQL, redis: 'a', streams: { 'orm-lazy-channel': ['one', 'two'] } } }

    expect(await refusal(resolveConfig(config))).toContain(
      'config: default.streams.orm-lazy-channel: a lazy stream has one group, as applied entries are removed',
    )
  })

  test('on two pools is refused', async () => {
    const config = {
      default: { mysql: MYSQL, redis: 'a', streams: { 'orm-lazy-channel': [] } },
      lazy: { redis: 'b', streams: { 'orm-lazy-channel': [] } },
    }
    expect(await refusal(resolveConfig(config))).toContain(
      'lazy.streams.orm-lazy-channel: is declared on pool "default" as well; a stream lives on one',
    )
  })

  test('without a Redis is refused with the remedy', async () => {
    expect(await refusal(resolveConfig({ default: { mysql: MYSQL }, lazy: { redis: 'a' } }))).toContain(
      'stream orm-lazy-channel needs a Redis: give pool "default" a redis, or declare orm-lazy-channel under the streams of another pool',
    )
  })
})

const described = (routes: ReturnType<typeof routeEntities>) =>
  [...routes].flatMap(([entity, streams]) => streams.map(({ key, mysqlPool }) => `${entity} ${key} ${mysqlPool}`))

describe('an entity', () => {
  const config = resolveConfig({
    default: { mysql: MYSQL, redis: 'a:6379:0:ns', streams: { 'orm-audit': [] } },
    billing: { mysql: MYSQL },
  })

  test('goes to the stream of its pool, or to the one that it names', async () => {
    const routes = routeEntities(await config, [
      { entity: 'User', pool: 'default' },
      { entity: 'Invoice', pool: 'billing' },
      { entity: 'Audit', pool: 'default', stream: 'orm-audit' },
      { entity: 'Click', pool: 'billing', stream: 'orm-clicks' },
    ])

    expect(described(routes)).toEqual([
      'User ns:orm-lazy-channel default',
      'Invoice ns:orm-lazy-channel:billing billing',
      'Audit ns:orm-audit default',
      'Click ns:orm-clicks billing',
    ])
  })

  test('whose rows are spread over pools has a stream in each, one of its own too', async () => {
    const shards = { pools: { default: [], billing: [] } }
    const routes = routeEntities(await config, [
      { entity: 'Order', pool: 'default', shards },
      { entity: 'Visit', pool: 'default', shards, stream: 'orm-visits' },
    ])

    expect(described(routes)).toEqual([
      'Order ns:orm-lazy-channel default',
      'Order ns:orm-lazy-channel:billing billing',
      'Visit ns:orm-visits:default default',
      'Visit ns:orm-visits:billing billing',
    ])
  })

  test('of a pool that is not there, or on a stream of another pool, is refused; all are told', async () => {
    const entities = [
      { entity: 'Invoice', pool: 'biling' },
      { entity: 'Audit', pool: 'billing', stream: 'orm-audit' },
      { entity: 'Click', pool: 'default', stream: 'orm-lazy-channel:billing' },
    ]
    const error = await config.then((config) => routeEntities(config, entities)).catch((error: unknown) => error)

    expect(error).toBeInstanceOf(ConfigError)
    expect((error as ConfigError).message.split('\n')).toEqual([
      'entities: Invoice: there is no MySQL pool "biling"; did you mean "billing"?',
      'entities: Audit: stream orm-audit serves MySQL pool "default", not "billing"; one stream serves one pool',
      'entities: Click: stream orm-lazy-channel:billing serves MySQL pool "billing", not "default"; one stream serves one pool',
    ])
  })
})
