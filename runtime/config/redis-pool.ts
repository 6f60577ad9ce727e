import type { ConfigNode } from './config-node.js'
import type { HostPort, RedisPoolConfig } from './engine-config.js'
import { parseHostPort } from './host-port.js'
import { POOL_DEFAULTS } from './options.js'
import { parseMasterName, parseRedisAddress, type RedisAddress } from './redis-address.js'
import { readTls } from './tls.js'

const COMMON_KEYS = ['namespace', 'username', 'password', 'tls'] as const
const INSTEAD = { user: 'write username', database: 'write db', host: 'write address: host:port' }

/** Reads `redis:`, an address or `{ address, db, namespace, username, password, tls }`. */
export function readRedis(pool: string, node: ConfigNode, baseDirectory: string): RedisPoolConfig | undefined {
  if (typeof node.value === 'string') return finish(pool, parseRedisAddress(node.value, node), undefined, baseDirectory)
  if (!node.isObject()) return undefined
  node.allowKeys(['address', 'db', ...COMMON_KEYS], INSTEAD)
  const address = node.child('address')
  const text = address.name()
  if (text === undefined) return address.given ? undefined : address.fail('is missing; write host:port or redis://host')
  return finish(pool, parseRedisAddress(text, address), node, baseDirectory)
}

/** Reads `sentinel:`, either `mymaster:0: [hosts]` or `{ master, nodes, db, sentinelPassword, ... }`. */
export function readSentinel(pool: string, node: ConfigNode, baseDirectory: string): RedisPoolConfig | undefined {
  if (!node.isObject()) return undefined
  if (typeof node.child('master').value === 'string') {
    node.allowKeys(['master', 'nodes', 'db', 'sentinelPassword', ...COMMON_KEYS], {
      ...INSTEAD,
      sentinels: 'write nodes',
    })
    const sentinels = readHosts(node.child('nodes'), POOL_DEFAULTS.sentinelPort)
    const master = node.child('master').name()
    if (sentinels === undefined || master === undefined) return undefined
    const sentinelPassword = node.child('sentinelPassword').name()
    const target = { kind: 'sentinel', master, sentinels } as const
    return finish(pool, { ...SILENT, target, sentinelPassword }, node, baseDirectory)
  }
  const [entry, ...more] = node.children()
  if (entry === undefined) return node.fail('names no master; write "mymaster:0": [host:26379, ...]')
  if (more.length > 0) return node.fail('names several masters; a pool has one')
  const [master, hosts] = entry
  const sentinels = readHosts(hosts, POOL_DEFAULTS.sentinelPort)
  return sentinels && finish(pool, parseMasterName(master, sentinels, hosts), undefined, baseDirectory)
}

/** Reads `cluster:`, a list of some of its nodes or `{ nodes, namespace, username, password, tls }`. */
export function readCluster(pool: string, node: ConfigNode, baseDirectory: string): RedisPoolConfig | undefined {
  if (!node.given) return undefined
  const options = Array.isArray(node.value) || typeof node.value === 'string' ? undefined : node
  if (options !== undefined && !options.isObject()) return undefined
  options?.allowKeys(['nodes', ...COMMON_KEYS], { ...INSTEAD, db: 'a Cluster has database 0 alone' })
  const nodes = readHosts(options?.child('nodes') ?? node, POOL_DEFAULTS.redisPort)
  return nodes && finish(pool, { ...SILENT, target: { kind: 'cluster', nodes } }, options, baseDirectory)
}

const SILENT = {
  database: undefined,
  namespace: undefined,
  username: undefined,
  password: undefined,
  encrypted: false,
} as const

function readHosts(node: ConfigNode, defaultPort: number): readonly HostPort[] | undefined {
  if (!node.given) return node.fail('is missing; list at least one host:port')
  const items = node.items()
  if (items?.length === 0) return node.fail('is empty; list at least one host:port')
  const hosts = items?.map((item) => {
    const text = item.name()
    return text === undefined ? undefined : parseHostPort(text, defaultPort, item)
  })
  return hosts?.every((host) => host !== undefined) ? hosts : undefined
}

/** Joins what the address says with the keys `beside` it; saying one thing twice in two ways is a problem. */
function finish(
  pool: string,
  address: RedisAddress | undefined,
  beside: ConfigNode | undefined,
  baseDirectory: string,
): RedisPoolConfig | undefined {
  const tls = beside && readTls(beside.child('tls'), baseDirectory)
  const database = beside?.child('db').integer({ min: 0, max: 99_999 })
  const namespace = beside?.child('namespace').text()
  const username = beside?.child('username').name()
  const password = beside?.child('password').name()
  if (address === undefined) return undefined
  const once = <T>(key: string, fromAddress: T | undefined, fromOption: T | undefined): T | undefined => {
    if (fromAddress !== undefined && fromOption !== undefined && fromAddress !== fromOption) {
      beside?.child(key).fail('contradicts the address; say it once')
    }
    return fromAddress ?? fromOption
  }
  const finalDatabase = once('db', address.database, database) ?? POOL_DEFAULTS.redisDatabase
  const finalUsername = once('username', address.username, username)
  const finalPassword = once('password', address.password, password)
  const finalTls = tls ?? (address.encrypted ? { verify: true } : undefined)
  const common = {
    pool,
    namespace: once('namespace', address.namespace, namespace) ?? '',
    ...(finalUsername !== undefined && { username: finalUsername }),
    ...(finalPassword !== undefined && { password: finalPassword }),
    ...(finalTls !== undefined && { tls: finalTls }),
  }
  switch (address.target.kind) {
    case 'single':
      return { ...common, ...address.target, database: finalDatabase }
    case 'sentinel': {
      const { sentinelPassword } = address
      return {
        ...common,
        ...address.target,
        ...(sentinelPassword !== undefined && { sentinelPassword }),
        database: finalDatabase,
      }
    }
    case 'cluster':
      if (finalDatabase !== 0) beside?.fail('a Cluster has database 0 alone')
      return { ...common, ...address.target }
  }
}
