import type { EngineOptions } from './options.js'
import type { TlsOptions } from './tls.js'

/** A configuration as a plain object: the same shape as the YAML file, a key a pool. */
export interface ConfigObject {
  readonly options?: EngineOptions
  readonly [pool: string]: PoolOptions | EngineOptions | undefined
}

/** One pool: a MySQL database, a Redis (one of `redis`, `sentinel`, `cluster`), or both under one name. */
export interface PoolOptions {
  readonly mysql?: string | MysqlOptions
  readonly redis?: string | RedisOptions
  readonly sentinel?: { readonly [masterAndDatabase: string]: readonly string[] } | SentinelOptions
  readonly cluster?: readonly string[] | ClusterOptions
  /** Streams on this pool's Redis, each with its one group; an empty list gives the usual group. */
  readonly streams?: { readonly [stream: string]: readonly string[] | string | null }
}

/** In place of an address; `socket` in place of host and port. */
export interface MysqlOptions {
  /** `mysql://user:password@host:port/database`; the keys below add to it. */
  readonly url?: string
  readonly host?: string
  readonly port?: number
  /** Path of a Unix socket, instead of host and port. */
  readonly socket?: string
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly tls?: boolean | TlsOptions
  /** Most connections for loads and sequences; 10 when not given. */
  readonly connections?: number
}

interface RedisAccess {
  /** Put before every key as `namespace:`. */
  readonly namespace?: string
  readonly username?: string
  readonly password?: string
  readonly tls?: boolean | TlsOptions
}

/** What does not fit into an address stands beside it. */
export interface RedisOptions extends RedisAccess {
  readonly address: string
  readonly db?: number
}

/** A master that sentinels name. */
export interface SentinelOptions extends RedisAccess {
  readonly master: string
  readonly nodes: readonly string[]
  readonly db?: number
  /** The Sentinels' own password, where they ask for one. */
  readonly sentinelPassword?: string
}

/** Nodes of a Redis Cluster; it has database 0 alone. */
export interface ClusterOptions extends RedisAccess {
  /** Some of the nodes; the others are found. */
  readonly nodes: readonly string[]
}
