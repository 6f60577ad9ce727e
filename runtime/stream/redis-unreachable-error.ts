import { describeRedis } from '../config/describe-server.js'
import type { RedisPoolConfig } from '../config/engine-config.js'
import { OrmError } from '../errors.js'

/** No usable connection to a Redis pool: it is away, refuses the login, or speaks TLS where it should not. */
export class RedisUnreachableError extends OrmError {
  readonly code = 'ORM2502'
  readonly pool: string
  /** Without password: `127.0.0.1:6379`. */
  readonly address: string

  constructor(pool: RedisPoolConfig, cause: Error) {
    const address = describeRedis(pool)
    const reason = cause.message || (cause as NodeJS.ErrnoException).code || 'unknown reason'
    super(`Redis pool "${pool.pool}" at ${address} (${attempt(pool)}) cannot be used: ${reason}`, {
      remedy: remedy(pool, `${(cause as NodeJS.ErrnoException).code ?? ''} ${reason}`),
      cause,
    })
    this.pool = pool.pool
    this.address = address
  }
}

/** What was tried, in a few words. */
function attempt(pool: RedisPoolConfig): string {
  const login = pool.password === undefined ? 'no password' : `user ${pool.username ?? 'default'} with a password`
  const database = pool.kind === 'cluster' ? [] : [`database ${pool.database}`]
  return [pool.tls === undefined ? 'no TLS' : 'TLS', login, ...database].join(', ')
}

const REMEDIES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/WRONGPASS|invalid password/, 'correct user and password in the address: redis://user:password@host:port'],
  [/NOAUTH|no password/i, 'the server asks for a password: redis://:${REDIS_PASSWORD}@host:port'],
  [/NOPERM/, 'the user lacks a right; give it +@stream +@read +@write +@scripting +@connection +info +config|get'],
  [/DB index/, 'the server has fewer databases; use 0, or raise "databases" in redis.conf'],
  [/ERR_TLS|ALTNAME|altnames/i, "name the host that the certificate is for: tls: { serverName: 'redis.example' }"],
  [/SELF_SIGNED|UNABLE_TO|self.signed|certificate/i, 'name the authority that signed it: tls: { ca: ./ca.pem }'],
  [
    /EPROTO|wrong version number|SSL routines/i,
    'the server does not speak TLS there; write redis:// instead of rediss://',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'the host name is not known; correct the address'],
  [/ENOENT/, 'there is no socket at that path; start Redis with unixsocket, or correct the path'],
  [
    /All sentinels/i,
    'no Sentinel knows this master, or none answers; check the name, and redis-cli -p 26379 sentinel masters',
  ],
  [/cluster support disabled/i, 'this server is no Cluster; write redis: instead of cluster:'],
  [/Unknown RESP type/i, 'something other than Redis answers there; correct the port'],
  [/LOADING/, 'it is still loading its data; try again in a moment'],
]

function remedy(pool: RedisPoolConfig, reason: string): string {
  if (pool.tls !== undefined && /ETIMEDOUT/.test(reason))
    return 'check that it runs and speaks TLS there; else write redis://'
  const known = REMEDIES.find(([pattern]) => pattern.test(reason))
  return known?.[1] ?? 'start it, or correct the address; redis-server starts one on port 6379'
}
