import type { ConfigNode } from './config-node.js'
import type { MysqlPoolConfig, RedisPoolConfig } from './engine-config.js'
import { type DeclaredStream, readStreams } from './lazy-streams.js'
import { readMysql } from './mysql-pool.js'
import { readCluster, readRedis, readSentinel } from './redis-pool.js'

/** What stands under one pool's name. */
export interface PoolReading {
  readonly pool: string
  readonly mysql: Reading<MysqlPoolConfig>
  readonly redis: Reading<RedisPoolConfig>
  readonly streams: readonly DeclaredStream[]
}

/** `broken` was written with mistakes, or perhaps under a key that is not known: the problem is noted. */
export type Reading<T> = T | 'absent' | 'broken'

const POOL_KEYS = ['mysql', 'redis', 'sentinel', 'cluster', 'streams']
const INSTEAD = {
  database: 'write mysql: mysql://user@host:3306/database',
  mariadb: 'write mysql: mysql://user@host:3306/database',
}
const REDIS_KINDS = { redis: readRedis, sentinel: readSentinel, cluster: readCluster }

export function readPool(pool: string, node: ConfigNode, baseDirectory: string): PoolReading {
  const leftOut = node.allowKeys(POOL_KEYS, INSTEAD) ? 'absent' : 'broken'
  const mysql = node.child('mysql')
  return {
    pool,
    mysql: mysql.given ? (readMysql(pool, mysql, baseDirectory) ?? 'broken') : leftOut,
    redis: readAnyRedis(pool, node, baseDirectory) ?? leftOut,
    streams: readStreams(pool, node.child('streams')),
  }
}

function readAnyRedis(pool: string, node: ConfigNode, baseDirectory: string): RedisPoolConfig | 'broken' | undefined {
  const given = (['redis', 'sentinel', 'cluster'] as const).filter((kind) => node.child(kind).given)
  const [kind, ...others] = given
  if (kind === undefined) return undefined
  if (others.length > 0) node.fail(`has ${given.join(' and ')}; a pool has one of them`)
  return REDIS_KINDS[kind](pool, node.child(kind), baseDirectory) ?? 'broken'
}
