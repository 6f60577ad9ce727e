import type {
  ClusterOptions,
  ConfigObject,
  MysqlOptions,
  PoolOptions,
  RedisOptions,
  SentinelOptions,
} from './config-object.js'
import { STREAM_DEFAULTS } from './options.js'

interface InPool {
  /** `default` when not given. */
  readonly pool?: string
}

/**
 * A configuration in code, for `createEngine(registry)`. Registering checks nothing and connects to nothing: all
 * mistakes are reported together when the engine is created. Registering the same thing again replaces it.
 */
export class Registry {
  readonly #pools = new Map<string, PoolOptions>()

  /** `mysql://user:password@host:3306/database`, or its parts; the pool is `default` unless said. */
  registerMySQL(address: string | MysqlOptions, { pool = STREAM_DEFAULTS.pool }: InPool = {}): this {
    return this.#add(pool, { mysql: address })
  }

  /** `address` in any form that YAML takes: `host:port` (database 0), `redis://`, `rediss://`, a socket's path, ... */
  registerRedis(address: string, options: InPool & Omit<RedisOptions, 'address'> = {}): this {
    const { pool = STREAM_DEFAULTS.pool, ...rest } = options
    return this.#add(pool, { redis: { address, ...rest } })
  }

  /** `nodes` are the sentinels, `host:port` each (26379 where the port is left out). */
  registerRedisSentinel(
    master: string,
    nodes: readonly string[],
    options: InPool & Omit<SentinelOptions, 'master' | 'nodes'> = {},
  ): this {
    const { pool = STREAM_DEFAULTS.pool, ...rest } = options
    return this.#add(pool, { sentinel: { master, nodes, ...rest } })
  }

  /** Some nodes of the cluster, `host:port` each; the others are found. */
  registerRedisCluster(nodes: readonly string[], options: InPool & Omit<ClusterOptions, 'nodes'> = {}): this {
    const { pool = STREAM_DEFAULTS.pool, ...rest } = options
    return this.#add(pool, { cluster: { nodes, ...rest } })
  }

  /** Puts a stream on the Redis of `pool`. A lazy stream has one group, as applied entries are removed. */
  registerRedisStream(
    stream: string,
    pool: string = STREAM_DEFAULTS.pool,
    groups: readonly string[] = [STREAM_DEFAULTS.group],
  ): this {
    return this.#add(pool, { streams: { ...this.#pools.get(pool)?.streams, [stream]: groups } })
  }

  /** The same configuration as a plain object. */
  toObject(): ConfigObject {
    return Object.fromEntries(this.#pools)
  }

  #add(pool: string, options: PoolOptions): this {
    this.#pools.set(pool, { ...this.#pools.get(pool), ...options })
    return this
  }
}
