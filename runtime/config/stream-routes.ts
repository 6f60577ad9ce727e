import { didYouMean } from '../did-you-mean.js'
import { ConfigError, type ConfigProblem } from './config-error.js'
import { deepFreeze } from './deep-freeze.js'
import type { EngineConfig, StreamConfig } from './engine-config.js'
import { inNamespace, lazyStreamName } from './lazy-streams.js'

/** What routing needs to know of an entity; `TableDefinition` has it. */
export interface RoutedEntity {
  readonly entity: string
  /** The MySQL pool. */
  readonly pool: string
  /** Set where the rows are spread over several pools: their names are the members of `pools`. */
  readonly shards?: { readonly pools: Readonly<Record<string, unknown>> }
  /** Set where the schema overrides the pool's stream. */
  readonly stream?: string
}

/**
 * The streams of each entity, by entity name: one for each pool that has its table. A stream that only an entity names
 * lives beside its pool's own; a sharded one has it for each pool, with the pool's name behind.
 * Throws ConfigError with every entity whose pool is missing or whose stream serves another pool.
 */
export function routeEntities(
  config: EngineConfig,
  entities: readonly RoutedEntity[],
): ReadonlyMap<string, readonly StreamConfig[]> {
  const problems: ConfigProblem[] = []
  const streams = new Map(config.streams.map((stream) => [stream.name, stream]))
  const routes = new Map<string, readonly StreamConfig[]>()
  for (const { entity, pool, shards, stream } of entities) {
    const places =
      shards === undefined
        ? [{ pool, named: stream }]
        : Object.keys(shards.pools).map((shard) => ({ pool: shard, named: stream && `${stream}:${shard}` }))
    const own = places.flatMap((place) => {
      const route = routeTo(place, streams, config)
      if (typeof route !== 'string') return [route]
      problems.push({ path: entity, message: route })
      return []
    })
    for (const route of own) streams.set(route.name, route)
    routes.set(entity, own)
  }
  if (problems.length > 0) throw new ConfigError('entities', problems)
  return routes
}

/** The stream, or what is wrong with it. */
function routeTo(
  { pool, named }: { readonly pool: string; readonly named: string | undefined },
  streams: ReadonlyMap<string, StreamConfig>,
  config: EngineConfig,
): StreamConfig | string {
  const own = streams.get(lazyStreamName(pool))
  if (own === undefined) {
    const pools = Object.keys(config.mysqlPools)
    return `there is no MySQL pool "${pool}"${didYouMean(pool, pools) || `; configured are ${pools.join(', ')}`}`
  }
  const stream = named === undefined ? own : (streams.get(named) ?? beside(own, named, config))
  if (stream.mysqlPool === pool) return stream
  return `stream ${stream.name} serves MySQL pool "${stream.mysqlPool}", not "${pool}"; one stream serves one pool`
}

function beside(own: StreamConfig, name: string, config: EngineConfig): StreamConfig {
  const namespace = config.redisPools[own.redisPool]?.namespace ?? ''
  return deepFreeze({ ...own, name, key: inNamespace(namespace, name) })
}
