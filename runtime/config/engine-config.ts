import type { EngineSettings } from './options.js'

/** The one form that every way of configuring ends in: frozen plain data, complete, every default decided. */
export interface EngineConfig {
  /** By pool name; at least one. */
  readonly mysqlPools: Readonly<Record<string, MysqlPoolConfig>>
  /** By pool name; at least one. */
  readonly redisPools: Readonly<Record<string, RedisPoolConfig>>
  /** The stream of each MySQL pool, then streams that entities may name; no two share a name. */
  readonly streams: readonly StreamConfig[]
  readonly settings: EngineSettings
}

export type Endpoint =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string }

export interface HostPort {
  readonly host: string
  readonly port: number
}

export interface TlsConfig {
  /** PEM texts, not paths. */
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** The name that the server's certificate must bear, where it is not the host's. */
  readonly serverName?: string
  /** False accepts any certificate: encrypted, but anyone can sit in between. */
  readonly verify: boolean
}

export interface MysqlPoolConfig {
  readonly pool: string
  readonly endpoint: Endpoint
  readonly user: string
  readonly password?: string
  readonly database: string
  readonly tls?: TlsConfig
  /** Most connections that the engine opens for loads and sequences; the consumer has its own, one a worker. */
  readonly connections: number
}

export type RedisPoolConfig = SingleRedisConfig | SentinelRedisConfig | ClusterRedisConfig

interface RedisPoolBase {
  readonly pool: string
  /** Put before every key as `namespace:`; empty for none. */
  readonly namespace: string
  readonly username?: string
  readonly password?: string
  readonly tls?: TlsConfig
}

export interface SingleRedisConfig extends RedisPoolBase {
  readonly kind: 'single'
  readonly endpoint: Endpoint
  readonly database: number
}

export interface SentinelRedisConfig extends RedisPoolBase {
  readonly kind: 'sentinel'
  readonly master: string
  readonly sentinels: readonly HostPort[]
  /** The Sentinels' own password, where they ask for one. */
  readonly sentinelPassword?: string
  readonly database: number
}

/** Cluster has database 0 alone. */
export interface ClusterRedisConfig extends RedisPoolBase {
  readonly kind: 'cluster'
  readonly nodes: readonly HostPort[]
}

/** A stream of units, and the one MySQL pool that they are applied to. */
export interface StreamConfig {
  /** `orm-lazy-channel`, for another MySQL pool `orm-lazy-channel:billing`. */
  readonly name: string
  /** The stream's key in Redis: its name after the pool's namespace. Also its `part` in the bookkeeping tables. */
  readonly key: string
  readonly group: string
  readonly redisPool: string
  readonly mysqlPool: string
}

/** A key that lives in the stream's slot on a Cluster: what stands in braces is what is hashed. */
export const helperKey = (stream: StreamConfig, purpose: string): string => `{${stream.key}}:${purpose}`
