import { ServerUnreachableError } from './errors.js'
import type { ServerOrigin } from './ladder/program.js'
import { type Address, probeMySQL, probeRedis } from './process/probe.js'
import type { PrivateServer } from './server/control.js'
import { startMariaDB } from './server/mariadb.js'
import { logToStandardError, type MariaDBOptions, type RedisOptions } from './server/options.js'
import { type RedisServer, startRedis } from './server/redis.js'

export interface StartServersOptions {
  readonly redis?: RedisOptions
  readonly mysql?: MariaDBOptions
  /** Gets the line that says which servers were taken, and one for what takes long. Standard error by default. */
  readonly log?: (line: string) => void
}

export interface Servers extends AsyncDisposable {
  readonly redisUrl: string
  readonly mysqlUrl: string
  readonly origin: { readonly redis: ServerOrigin; readonly mysql: ServerOrigin }
  /** Undefined where the address came from REDIS_URL. */
  readonly redis: RedisServer | undefined
  /** Undefined where the address came from MYSQL_URL. */
  readonly mysql: PrivateServer | undefined
  /** Ends what was started; leaves alone what was found running. Safe to repeat. */
  close(): Promise<void>
}

/**
 * Real servers for tests and demos: those of `REDIS_URL` and `MYSQL_URL` where set, else private ones from this machine,
 * the cache, the distribution's packages or Docker. They do not outlive this process, however it ends.
 * Throws ServerNotFoundError, ServerStartError or ServerUnreachableError; their `exitCode` is 4.
 */
export async function startServers(options: StartServersOptions = {}): Promise<Servers> {
  const log = options.log ?? logToStandardError
  const started = await Promise.allSettled([
    fromEnvironment('REDIS_URL', 6379, probeRedis, () => startRedis({ log, ...options.redis })),
    fromEnvironment('MYSQL_URL', 3306, probeMySQL, () => startMariaDB({ log, ...options.mysql })),
  ])
  const close = async () => {
    const servers = started.map((result) => (result.status === 'fulfilled' ? result.value.server : undefined))
    await Promise.all(servers.map((server) => server?.close()))
  }
  const [redis, mysql] = started
  if (redis.status === 'rejected' || mysql.status === 'rejected') {
    await close()
    throw redis.status === 'rejected' ? redis.reason : (mysql as PromiseRejectedResult).reason
  }
  log(`servers: ${describe(redis.value.origin)}, ${describe(mysql.value.origin)}`)
  return {
    redisUrl: redis.value.url,
    mysqlUrl: mysql.value.url,
    origin: { redis: redis.value.origin, mysql: mysql.value.origin },
    redis: redis.value.server,
    mysql: mysql.value.server,
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Found<S> {
  readonly url: string
  readonly origin: ServerOrigin
  readonly server: S | undefined
}

async function fromEnvironment<S extends PrivateServer>(
  variable: 'REDIS_URL' | 'MYSQL_URL',
  defaultPort: number,
  probe: (address: Address, timeoutMs: number) => Promise<void>,
  start: () => Promise<S>,
): Promise<Found<S>> {
  const url = process.env[variable]
  if (url === undefined || url === '') {
    const server = await start()
    return { url: server.url, origin: server.origin, server }
  }
  const shown = withoutPassword(url)
  const address = addressOf(url, defaultPort)
  if (address !== undefined) {
    await probe(address, 3_000).catch((cause: unknown) => {
      throw new ServerUnreachableError({ variable, url: shown, cause })
    })
  }
  const name = variable === 'REDIS_URL' ? 'redis' : 'mysql'
  return { url, origin: { rung: 'environment', name, from: `${variable} ${shown}` }, server: undefined }
}

/** Undefined where a plain connection says nothing: TLS from the first byte, and forms that are not a URL. */
function addressOf(url: string, defaultPort: number): Address | undefined {
  if (!URL.canParse(url) || url.startsWith('rediss:')) return undefined
  const { hostname, port } = new URL(url)
  return hostname === '' ? undefined : { host: hostname, port: port === '' ? defaultPort : Number(port) }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:***@')
}

function describe({ name, from, rung }: ServerOrigin): string {
  return `${name} from ${from}${rung === 'machine' || rung === 'environment' ? '' : ` (${rung})`}`
}
