import type { ConnectionOptions } from 'node:tls'
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import type {
  ClusterRedisConfig,
  RedisPoolConfig,
  SentinelRedisConfig,
  SingleRedisConfig,
  TlsConfig,
} from '../config/engine-config.js'

/** One connection to one server, or one client of a Cluster; the commands are the same. */
export type RedisClient = Redis | Cluster

export interface RedisClientOptions {
  /** For one attempt to connect. */
  readonly connectTimeoutMs: number
}

const RECONNECT_MIN_MS = 20
const RECONNECT_MAX_MS = 1_000

/**
 * A client that never decides anything by itself: it sends nothing twice (a command without an answer rejects when its
 * connection breaks), keeps nothing for later (a command without a connection rejects at once), and reconnects for ever.
 * Wait with `whenReady`.
 */
export function createRedisClient(pool: RedisPoolConfig, options: RedisClientOptions): RedisClient {
  const client = pool.kind === 'cluster' ? createCluster(pool, options) : createSingle(pool, options)
  client.on('error', ignoreError)
  return client
}

function createSingle(pool: SingleRedisConfig | SentinelRedisConfig, options: RedisClientOptions): Redis {
  return new Redis({
    ...address(pool),
    ...connectionOptions(pool, options),
    db: pool.database,
    lazyConnect: true,
    retryStrategy: reconnectDelay,
  })
}

function address(pool: SingleRedisConfig | SentinelRedisConfig) {
  if (pool.kind === 'single') {
    const { endpoint } = pool
    return endpoint.kind === 'tcp' ? { host: endpoint.host, port: endpoint.port } : { path: endpoint.path }
  }
  return {
    sentinels: [...pool.sentinels],
    name: pool.master,
    sentinelRetryStrategy: reconnectDelay,
    ...(pool.sentinelPassword === undefined ? {} : { sentinelPassword: pool.sentinelPassword }),
  }
}

/** `retryDelayOnFailover: 0` keeps the Cluster client from sending a command again whose connection broke. */
function createCluster(pool: ClusterRedisConfig, options: RedisClientOptions): Cluster {
  return new Cluster([...pool.nodes], {
    lazyConnect: true,
    enableOfflineQueue: false,
    retryDelayOnFailover: 0,
    clusterRetryStrategy: reconnectDelay,
    redisOptions: connectionOptions(pool, options),
  })
}

function connectionOptions(pool: RedisPoolConfig, options: RedisClientOptions) {
  return {
    connectTimeout: options.connectTimeoutMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    ...(pool.username === undefined ? {} : { username: pool.username }),
    ...(pool.password === undefined ? {} : { password: pool.password }),
    ...(pool.tls === undefined ? {} : { tls: tlsOptions(pool.tls) }),
  } satisfies RedisOptions
}

function tlsOptions({ ca, cert, key, serverName, verify }: TlsConfig): ConnectionOptions {
  return {
    rejectUnauthorized: verify,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  }
}

/** Errors of a connection are told by `whenReady` and by the commands that they fail. */
function ignoreError(): void {}

function reconnectDelay(attempt: number): number {
  const delay = Math.min(RECONNECT_MAX_MS, RECONNECT_MIN_MS * 2 ** Math.min(attempt - 1, 10))
  return delay * (0.5 + Math.random() / 2)
}

/** True while commands can be written. */
export function isReady(client: RedisClient): boolean {
  return client.status === 'ready'
}

/**
 * Waits at most `timeoutMs` until commands can be written. Resolves with what stood in the way: undefined when ready,
 * else the last error of connecting.
 */
export function whenReady(client: RedisClient, timeoutMs: number): Promise<Error | undefined> {
  if (isReady(client)) return Promise.resolve(undefined)
  if (client.status === 'wait') client.connect().catch(ignoreError)
  return new Promise((resolve) => {
    let last: Error | undefined
    const settle = (problem: Error | undefined) => {
      clearTimeout(timer)
      client.off('ready', onReady).off('error', onError).off('end', onEnd)
      resolve(problem)
    }
    const onReady = () => settle(undefined)
    const onError = (error: Error) => {
      last = error
    }
    const onEnd = () => settle(last ?? new Error('The connection was closed'))
    const timer = setTimeout(() => settle(last ?? new Error(`No connection within ${timeoutMs} ms`)), timeoutMs)
    client.on('ready', onReady).on('error', onError).on('end', onEnd)
  })
}

/** Closes at once: what has no answer yet rejects, and what lies unsent in the socket does not leave any more. */
export function destroyClient(client: RedisClient): void {
  const sockets = client instanceof Redis ? [client.stream] : client.nodes('all').map((node) => node.stream)
  client.disconnect()
  for (const socket of sockets) socket?.destroy()
}
