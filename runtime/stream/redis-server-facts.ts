import type { Redis } from 'ioredis'
import { nodesOf, type RedisClient } from './redis-client.js'

/** What a Redis server says of itself, as far as it decides what survives. */
export interface RedisServerFacts {
  /** `127.0.0.1:6379`, as the client reached it. */
  readonly address: string
  /** `7.0.15` */
  readonly version: string
  readonly evictionPolicy: string
  readonly usedBytes: number
  /** 0 for no limit. */
  readonly limitBytes: number
  readonly appendOnly: boolean
  readonly lastAppendFailed: boolean
  /** Undefined where CONFIG GET is closed, as on managed servers. */
  readonly fsync: { readonly policy: string; readonly pausedOnRewrite: boolean } | undefined
  readonly connectedReplicas: number
  /** Milliseconds since 1970 by its clock. */
  readonly timeMs: number
}

/** Of each server that may hold the stream: one, or every primary of a Cluster. */
export function readRedisServerFacts(client: RedisClient): Promise<readonly RedisServerFacts[]> {
  return Promise.all(nodesOf(client, 'master').map(readServer))
}

async function readServer(server: Redis): Promise<RedisServerFacts> {
  const [text, fsync, [seconds, microseconds]] = await Promise.all([server.info(), readFsync(server), server.time()])
  const info = parseInfo(text)
  return {
    address: server.options.path ?? `${server.options.host}:${server.options.port}`,
    version: info.get('redis_version') ?? 'unknown',
    evictionPolicy: info.get('maxmemory_policy') ?? 'unknown',
    usedBytes: Number(info.get('used_memory') ?? 0),
    limitBytes: Number(info.get('maxmemory') ?? 0),
    appendOnly: info.get('aof_enabled') === '1',
    lastAppendFailed: info.get('aof_last_write_status') === 'err',
    fsync,
    connectedReplicas: Number(info.get('connected_slaves') ?? 0),
    timeMs: Number(seconds) * 1_000 + Number(microseconds) / 1_000,
  }
}

/** Two questions, as Redis before 7 takes one name at a time. */
async function readFsync(server: Redis): Promise<RedisServerFacts['fsync']> {
  try {
    const [policy, paused] = (await Promise.all([
      server.config('GET', 'appendfsync'),
      server.config('GET', 'no-appendfsync-on-rewrite'),
    ])) as [string[], string[]]
    return policy[1] === undefined ? undefined : { policy: policy[1], pausedOnRewrite: paused[1] === 'yes' }
  } catch {
    return undefined
  }
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':')
      return colon === -1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const]
    }),
  )
}
