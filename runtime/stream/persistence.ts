import type { Durability } from '../config/options.js'
import type { RedisClient } from './redis-client.js'
import { type RedisServerFacts, readRedisServerFacts } from './redis-server-facts.js'
import { isReply } from './refusal.js'
import { UnsafeRedisError } from './unsafe-redis-error.js'
import { isAtLeast } from './version.js'

/** What must have answered before an entry counts as stored: Redis, its disk by WAITAOF, or so many replicas by WAIT. */
export type Persistence =
  | { readonly kind: 'memory' }
  | { readonly kind: 'disk' }
  | { readonly kind: 'replicas'; readonly count: number }

/** The command that follows an entry, and what its answer must be. */
export interface Proof {
  readonly proof: readonly (readonly (string | number)[])[]
  readonly isProven: (answer: unknown) => boolean
}

export function proofOf(persistence: Persistence, timeoutMs: number): Proof {
  const wait = Math.max(1, Math.floor(timeoutMs))
  switch (persistence.kind) {
    case 'memory':
      return { proof: [], isProven: () => true }
    case 'disk':
      return { proof: [['waitaof', 1, 0, wait]], isProven: (answer) => Array.isArray(answer) && Number(answer[0]) >= 1 }
    case 'replicas':
      return { proof: [['wait', persistence.count, wait]], isProven: (answer) => Number(answer) >= persistence.count }
  }
}

export interface PersistenceOptions {
  readonly durability: Durability
  readonly assumeFsync: boolean
  readonly replicas: number
}

/**
 * Decides how the promised durability is kept on these servers. Throws UnsafeRedisError where they cannot keep it, and
 * where they may throw entries away when they are full.
 */
export async function decidePersistence(client: RedisClient, options: PersistenceOptions): Promise<Persistence> {
  const servers = await readFacts(client)
  for (const server of servers) refuseEviction(server)
  switch (options.durability) {
    case 'memory':
      return { kind: 'memory' }
    case 'replica':
      return { kind: 'replicas', count: options.replicas }
    case 'fsync':
      return fsyncBy(servers, options)
  }
}

/** Empty where the user may not ask. */
async function readFacts(client: RedisClient): Promise<readonly RedisServerFacts[]> {
  try {
    return await readRedisServerFacts(client)
  } catch (error) {
    if (error instanceof Error && isReply(error)) return []
    throw error
  }
}

function refuseEviction({ address, evictionPolicy, limitBytes }: RedisServerFacts): void {
  if (limitBytes === 0 || evictionPolicy === 'noeviction' || evictionPolicy === 'unknown') return
  throw new UnsafeRedisError(
    `Redis at ${address} may throw away what waits in its streams: maxmemory-policy is ${evictionPolicy}`,
    'CONFIG SET maxmemory-policy noeviction (and in redis.conf)',
  )
}

function fsyncBy(servers: readonly RedisServerFacts[], { assumeFsync }: PersistenceOptions): Persistence {
  if (servers.length > 0 && servers.every(({ appendOnly, version }) => appendOnly && isAtLeast(version, '7.2')))
    return { kind: 'disk' }
  if (assumeFsync) return { kind: 'memory' }
  if (servers.length === 0) throw invisible('the server')
  for (const { address, appendOnly, fsync, version } of servers) {
    if (appendOnly && fsync === undefined) throw invisible(address)
    if (appendOnly && fsync?.policy === 'always' && !fsync.pausedOnRewrite) continue
    throw new UnsafeRedisError(
      `Redis ${version} at ${address} does not write each entry to disk before it answers, which durability "fsync" promises`,
      'CONFIG SET appendonly yes, appendfsync always and no-appendfsync-on-rewrite no (and in redis.conf); with 7.2 or newer appendonly is enough',
    )
  }
  return { kind: 'memory' }
}

function invisible(address: string): UnsafeRedisError {
  return new UnsafeRedisError(
    `It cannot be seen whether Redis at ${address} writes each entry to disk before it answers: CONFIG is closed`,
    'Set assumeFsync: true where the provider promises it.',
  )
}
