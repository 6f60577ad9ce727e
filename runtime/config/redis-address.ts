import { type AddressParts, parseAddress, parseQuery } from './address-parts.js'
import type { ConfigNode } from './config-node.js'
import type { Endpoint, HostPort } from './engine-config.js'
import { parseHostPort } from './host-port.js'
import { POOL_DEFAULTS } from './options.js'

export type RedisTarget =
  | { readonly kind: 'single'; readonly endpoint: Endpoint }
  | { readonly kind: 'sentinel'; readonly master: string; readonly sentinels: readonly HostPort[] }
  | { readonly kind: 'cluster'; readonly nodes: readonly HostPort[] }

/** What an address says; undefined where it is silent. */
export interface RedisAddress {
  readonly target: RedisTarget
  readonly database: number | undefined
  readonly namespace: string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly sentinelPassword?: string | undefined
  readonly encrypted: boolean
}

const SCHEMES = ['redis', 'rediss', 'redis+sentinel', 'rediss+sentinel', 'redis+cluster', 'rediss+cluster', 'unix']
const URL_PARAMETERS = ['db', 'namespace', 'user', 'password', 'sentinelPassword']
const SHORT_PARAMETERS = ['user', 'password']

/**
 * Reads any of `redis://user:password@host:port/db`, `rediss://`, `redis+sentinel://host,host/master/db`,
 * `redis+cluster://host,host`, `unix:///path`, and the short forms `host:port:db:namespace?user=&password=` and
 * `/path/to.sock:db:namespace`. Notes a problem at `node` and gives undefined for anything else.
 */
export function parseRedisAddress(text: string, node: ConfigNode): RedisAddress | undefined {
  if (text === '') return node.fail('is empty; write redis://host:6379/0')
  return text.includes('://') ? parseUrl(text, node) : parseShort(text, node)
}

/** The part behind a Sentinel's master or a host: `name:db:namespace?user=&password=`. */
export function parseMasterName(
  text: string,
  sentinels: readonly HostPort[],
  node: ConfigNode,
): RedisAddress | undefined {
  const [head = '', queryText = ''] = splitOnce(text, '?')
  const [master = '', database, ...namespace] = head.split(':')
  if (master === '') return node.fail('names no master; write "mymaster:0": [host:26379, ...]')
  return finishShort({ kind: 'sentinel', master, sentinels }, database, namespace.join(':'), queryText, node)
}

function parseUrl(text: string, node: ConfigNode): RedisAddress | undefined {
  const parts = parseAddress(text, node, SCHEMES, URL_PARAMETERS)
  if (parts === undefined) return undefined
  const shape = parts.scheme.split('+')[1] ?? (parts.scheme === 'unix' ? 'socket' : 'single')
  const [target, databaseText] = urlTarget(shape, parts, node)
  const database = parseDatabase(databaseText ?? parts.query.db, node)
  if (target === undefined || database === null) return undefined
  return {
    target,
    database,
    namespace: parts.query.namespace,
    username: parts.query.user ?? parts.username,
    password: parts.query.password ?? parts.password,
    sentinelPassword: parts.query.sentinelPassword,
    encrypted: parts.scheme.startsWith('rediss'),
  }
}

function urlTarget(
  shape: string,
  { hosts, path }: AddressParts,
  node: ConfigNode,
): readonly [target: RedisTarget | undefined, database?: string | undefined] {
  switch (shape) {
    case 'socket':
      return [{ kind: 'single', endpoint: { kind: 'socket', path: `/${path ?? ''}` } }]
    case 'sentinel': {
      const [master = '', database] = (path ?? '').split('/')
      if (master === '') return [node.fail('names no master; write redis+sentinel://host:26379/mymaster/0')]
      const sentinels = parseHosts(hosts, POOL_DEFAULTS.sentinelPort, node)
      return [sentinels && { kind: 'sentinel', master, sentinels }, database]
    }
    case 'cluster': {
      const nodes = parseHosts(hosts, POOL_DEFAULTS.redisPort, node)
      return [nodes && { kind: 'cluster', nodes }, path]
    }
    default: {
      const address = parseHostPort(hosts || 'localhost', POOL_DEFAULTS.redisPort, node)
      return [address && { kind: 'single', endpoint: { kind: 'tcp', ...address } }, path]
    }
  }
}

function parseHosts(text: string, defaultPort: number, node: ConfigNode): readonly HostPort[] | undefined {
  const hosts = text.split(',').map((host) => parseHostPort(host || 'localhost', defaultPort, node))
  return hosts.every((host) => host !== undefined) ? hosts : undefined
}

function parseShort(text: string, node: ConfigNode): RedisAddress | undefined {
  const [head = '', queryText = ''] = splitOnce(text, '?')
  const socket = /^(\.{0,2}\/[^:]+)(?::([^:]*))?(?::(.*))?$/.exec(head)
  if (socket !== null) {
    const [, path = '', database, namespace] = socket
    return finishShort({ kind: 'single', endpoint: { kind: 'socket', path } }, database, namespace, queryText, node)
  }
  if (head.includes('@')) return node.fail('has a user in the short form; write redis://user:password@host:port/db')
  const tcp = /^(\[[^\]]*\]|[^:[\]]*)(?::([^:]*))?(?::([^:]*))?(?::(.*))?$/.exec(head)
  if (tcp === null) return node.fail('is not an address; write redis://host:port/db or host:port:db')
  const [, host = '', port, database, namespace] = tcp
  const address = parseHostPort(port === undefined ? host : `${host}:${port}`, POOL_DEFAULTS.redisPort, node)
  if (address === undefined) return undefined
  return finishShort({ kind: 'single', endpoint: { kind: 'tcp', ...address } }, database, namespace, queryText, node)
}

function finishShort(
  target: RedisTarget,
  databaseText: string | undefined,
  namespace: string | undefined,
  queryText: string,
  node: ConfigNode,
): RedisAddress | undefined {
  const database = parseDatabase(databaseText, node)
  const query = parseQuery(queryText, node, SHORT_PARAMETERS)
  if (database === null || query === undefined) return undefined
  return {
    target,
    database,
    namespace: namespace || undefined,
    username: query.user || undefined,
    password: query.password || undefined,
    encrypted: false,
  }
}

/** Null, and a problem, for what is no database number. */
function parseDatabase(text: string | undefined, node: ConfigNode): number | undefined | null {
  if (text === undefined || text === '') return undefined
  if (/^\d{1,5}$/.test(text)) return Number(text)
  node.fail(`"${text}" is not the number of a database`)
  return null
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
