import { ConfigError, type ConfigProblem } from './config-error.js'
import { deepFreeze } from './deep-freeze.js'
import { didYouMean } from './did-you-mean.js'
import type { EngineConfig, StreamConfig } from './engine-config.js'
import { inNamespace, lazyStreamName } from './lazy-streams.js'

/** What routing needs to know of an entity; `TableDefinition` has it. */
export interface RoutedEntity {
  readonly entity: string
  /** The MySQL pool. */
  readonly pool: string
  /** Set where the schema overrides the pool's stream. */
  readonly stream?: string
}

/**
 * The stream of each entity, by entity name. A stream that only an entity names lives beside its pool's own.
 * Throws ConfigError with every entity whose pool is missing or whose stream serves another pool.
 */
export function routeEntities(
  config: EngineConfig,
  entities: readonly RoutedEntity[],
): ReadonlyMap<string, StreamConfig> {
  const problems: ConfigProblem[] = []
  const streams = new Map(config.streams.map((stream) => [stream.name, stream]))
  const routes = new Map<string, StreamConfig>()
  for (const { entity, pool, stream: named } of entities) {
    const own = streams.get(lazyStreamName(pool))
    if (own === undefined) {
      const pools = Object.keys(config.mysqlPools)
      const remedy = didYouMean(pool, pools) || `; configured are ${pools.join(', ')}`
      problems.push({ path: entity, message: `there is no MySQL pool "${pool}"${remedy}` })
      continue
    }
    const stream = named === undefined ? own : (streams.get(named) ?? beside(own, named, config))
    streams.set(stream.name, stream)
    routes.set(entity, stream)
    if (stream.mysqlPool !== pool) {
      const serves = `stream ${stream.name} serves MySQL pool "${stream.mysqlPool}", not "${pool}"`
      problems.push({ path: entity, message: `${serves}; one stream serves one pool` })
    }
  }
  if (problems.length > 0) throw new ConfigError('entities', problems)
  return routes
}

function beside(own: StreamConfig, name: string, config: EngineConfig): StreamConfig {
  const namespace = config.redisPools[own.redisPool]?.namespace ?? ''
  return deepFreeze({ ...own, name, key: inNamespace(namespace, name) })
}
