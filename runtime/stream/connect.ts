import type { Redis } from 'ioredis'
import type { RedisPoolConfig } from '../config/engine-config.js'
import { limitHandshake } from './handshake-deadline.js'
import { nodesOf, type RedisClient } from './redis-client.js'
import { clusterOptions, type RedisRole, singleOptions } from './redis-options.js'
import { RedisUnreachableError } from './redis-unreachable-error.js'
import { within } from './within.js'

/**
 * Loaded with the first connection: it takes longer than the rest of the package together, and a program may import
 * the package long before it connects, or never.
 */
let driver: Pick<typeof import('ioredis'), 'Cluster' | 'Redis'> | undefined

/** Before the first `createRedisClient`; `connectRedis` does it by itself. */
export async function loadRedisDriver(): Promise<void> {
  driver ??= await import('ioredis')
}

/**
 * Opens a connection to a pool and waits until it takes commands, at most `connectMs`. Later it reconnects by itself;
 * commands given meanwhile are rejected. Keys are not prefixed: they come with their namespace.
 * Throws RedisUnreachableError, and leaves nothing open.
 */
export async function connectRedis(pool: RedisPoolConfig, role: RedisRole, connectMs: number): Promise<RedisClient> {
  await loadRedisDriver()
  const client = createRedisClient(pool, role, connectMs)
  const reported: { error?: unknown; nodeError?: unknown } = {}
  client.on('error', (error) => {
    reported.error = error
  })
  client.on('node error', (error) => {
    reported.nodeError = error
  })
  client.on('sentinelError', (error) => {
    reported.error = error
  })
  try {
    await within(connectMs, open(client, pool))
    return client
  } catch (error) {
    client.disconnect()
    throw new RedisUnreachableError(pool, bestCause(error, reported))
  }
}

/**
 * ioredis goes on in database 0 where the chosen one does not exist, so it is selected once more, in the open. A Cluster
 * connects to a node with the first command for it and rejects others meanwhile, so that is done beforehand.
 */
async function open(client: RedisClient, pool: RedisPoolConfig): Promise<void> {
  await client.connect()
  if (pool.kind === 'cluster') await Promise.all(nodesOf(client, 'master').map((node) => node.ping()))
  else if (pool.database !== 0) await client.select(pool.database)
}

/** A client that has not begun to connect; `whenReady` makes it. */
export function createRedisClient(pool: RedisPoolConfig, role: RedisRole, connectMs: number): RedisClient {
  if (driver === undefined) throw new Error('the Redis driver is not loaded')
  if (pool.kind !== 'cluster') {
    const client = new driver.Redis<'legacy'>(singleOptions(pool, role, connectMs))
    limitHandshake(client as unknown as Redis, connectMs)
    return client as unknown as RedisClient
  }
  const cluster = new driver.Cluster(
    pool.nodes.map(({ host, port }) => ({ host, port })),
    clusterOptions(pool, role, connectMs),
  )
  cluster.on('+node', (node: Redis) => limitHandshake(node, connectMs))
  return cluster as unknown as RedisClient
}

/** The rejection is often a general sentence, and the reason was told in an event: a Cluster's by one of its nodes. */
function bestCause(rejection: unknown, { error, nodeError }: { error?: unknown; nodeError?: unknown }): Error {
  const general =
    rejection instanceof Error &&
    /Connection is closed|startup nodes|slots cache|no answer within/.test(rejection.message)
  return ((general && (nodeError ?? error)) || rejection) as Error
}
