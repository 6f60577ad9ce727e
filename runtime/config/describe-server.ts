import type { Endpoint, MysqlPoolConfig, RedisPoolConfig } from './engine-config.js'
import { formatHostPort } from './host-port.js'

/** `127.0.0.1:6379`, `/run/redis.sock`, `Sentinel master main at a:26379, b:26379`, `Cluster at a:6379`. */
export function describeRedis(pool: RedisPoolConfig): string {
  switch (pool.kind) {
    case 'single':
      return describeEndpoint(pool.endpoint)
    case 'sentinel':
      return `Sentinel master ${pool.master} at ${pool.sentinels.map(formatHostPort).join(', ')}`
    case 'cluster':
      return `Cluster at ${pool.nodes.map(formatHostPort).join(', ')}`
  }
}

/** `localhost:3306/app`, `/run/mysqld.sock/app`. */
export function describeMysql(pool: MysqlPoolConfig): string {
  return `${describeEndpoint(pool.endpoint)}/${pool.database}`
}

function describeEndpoint(endpoint: Endpoint): string {
  return endpoint.kind === 'tcp' ? formatHostPort(endpoint) : endpoint.path
}
