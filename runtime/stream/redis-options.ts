import type { Cluster, RedisOptions } from 'ioredis'
import type { Endpoint, RedisPoolConfig, TlsConfig } from '../config/engine-config.js'

/** `writer` appends; `reader` blocks, so it has a connection of its own; `observer` asks now and then. */
export type RedisRole = 'writer' | 'reader' | 'observer'

/** Replies in the shapes of RESP2, whatever the server speaks. */
type LegacyOptions = RedisOptions & { replyMapping: 'legacy' }
type LegacyClusterOptions = NonNullable<ConstructorParameters<typeof Cluster<'legacy'>>[1]>

const RECONNECT_MIN_MS = 50
const RECONNECT_MAX_MS = 2_000
const SLOTS_REFRESH_MS = 5_000

/**
 * What every connection has in common. The client never sends a command twice by itself and queues none while it is
 * offline: whoever sent it learns the outcome and decides, as order and event ids are theirs.
 */
function commonOptions(pool: RedisPoolConfig, role: RedisRole, connectMs: number): RedisOptions {
  const tls = pool.tls && tlsOptions(pool.tls)
  return {
    lazyConnect: true,
    connectTimeout: connectMs,
    connectionName: `orm-gen:${role}`,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: reconnectDelay,
    reconnectOnError,
    ...(pool.username !== undefined && { username: pool.username }),
    ...(pool.password !== undefined && { password: pool.password }),
    ...(tls !== undefined && { tls }),
  }
}

export function singleOptions(
  pool: Extract<RedisPoolConfig, { kind: 'single' | 'sentinel' }>,
  role: RedisRole,
  connectMs: number,
): LegacyOptions {
  const common = { ...commonOptions(pool, role, connectMs), db: pool.database }
  if (pool.kind === 'single') return { ...common, ...endpointOptions(pool.endpoint), replyMapping: 'legacy' }
  return {
    ...common,
    name: pool.master,
    sentinels: pool.sentinels.map(({ host, port }) => ({ host, port })),
    sentinelRetryStrategy: reconnectDelay,
    ...(pool.sentinelPassword !== undefined && { sentinelPassword: pool.sentinelPassword }),
    ...(common.tls !== undefined && { enableTLSForSentinelMode: true, sentinelTLS: common.tls }),
    replyMapping: 'legacy',
  }
}

export function clusterOptions(
  pool: Extract<RedisPoolConfig, { kind: 'cluster' }>,
  role: RedisRole,
  connectMs: number,
): LegacyClusterOptions {
  const {
    lazyConnect: _lazy,
    retryStrategy: _retry,
    enableOfflineQueue: _queue,
    ...redisOptions
  } = commonOptions(pool, role, connectMs)
  return {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: reconnectDelay,
    slotsRefreshTimeout: connectMs,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    redisOptions: { ...redisOptions, replyMapping: 'legacy' },
  }
}

function endpointOptions(endpoint: Endpoint): RedisOptions {
  return endpoint.kind === 'tcp' ? { host: endpoint.host, port: endpoint.port } : { path: endpoint.path }
}

function tlsOptions({ ca, cert, key, serverName, verify }: TlsConfig): NonNullable<RedisOptions['tls']> {
  return {
    rejectUnauthorized: verify,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { servername: serverName }),
  }
}

/** Doubles, with jitter, so that a fleet does not come back in one wave. */
function reconnectDelay(attempt: number): number {
  const ceiling = Math.min(RECONNECT_MAX_MS, RECONNECT_MIN_MS * 2 ** Math.min(attempt, 10))
  return ceiling / 2 + (Math.random() * ceiling) / 2
}

/** After a failover the former master answers READONLY: connect anew, which finds the new one. */
function reconnectOnError(error: Error): boolean {
  return error.message.startsWith('READONLY')
}
