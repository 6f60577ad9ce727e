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
  const place = { pool, node, baseDirectory }
  if (typeof node.value === 'string') return finish(place, parseRedisAddress(node.value, node))
  if (!node.isObject()) return undefined
  node.allowKeys(['address', 'db', ...COMMON_KEYS], INSTEAD)
  const address = node.child('address')
  const text = address.name()
  if (text === undefined) return address.given ? undefined : address.fail('is missing; write host:port or redis://host')
  return finish({ ...place, beside: node }, parseRedisAddress(text, address))
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
    return finish({ pool, node, beside: node, baseDirectory }, { ...SILENT, target, sentinelPassword })
  }
  const [entry, ...more] = node.children()
  if (entry === undefined) return node.fail('names no master; write "mymaster:0": [host:26379, ...]')
  if (more.length > 0) return node.fail('names several masters; a pool has one')
  const [master, hosts] = entry
  const sentinels = readHosts(hosts, POOL_DEFAULTS.sentinelPort)
  return sentinels && finish({ pool, node, baseDirectory }, parseMasterName(master, sentinels, hosts))
}

/** Reads `cluster:`, a list of some of its nodes or `{ nodes, namespace, username, password, tls }`. */
export function readCluster(pool: string, node: ConfigNode, baseDirectory: string): RedisPoolConfig | undefined {
  if (!node.given) return undefined
  const isList = Array.isArray(node.value) || typeof node.value === 'string'
  if (!isList && !node.isObject()) return undefined
  if (!isList) node.allowKeys(['nodes', 'db', ...COMMON_KEYS], INSTEAD)
  const nodes = readHosts(isList ? node : node.child('nodes'), POOL_DEFAULTS.redisPort)
  const place = { pool, node, baseDirectory, ...(!isList && { beside: node }) }
  return nodes && finish(place, { ...SILENT, target: { kind: 'cluster', nodes } })
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

interface Place {
  readonly pool: string
  readonly node: ConfigNode
  /** The keys beside the address, where the pool was written as an object. */
  readonly beside?: ConfigNode
  readonly baseDirectory: string
}

/** Joins what the address says with the keys beside it; saying one thing twice in two ways is a problem. */
function finish(place: Place, address: RedisAddress | undefined): RedisPoolConfig | undefined {
  const beside = readBeside(place)
  if (address === undefined) return undefined
  const once = <T>(key: string, fromAddress: T | undefined, fromOption: T | undefined): T | undefined => {
    if (fromAddress !== undefined && fromOption !== undefined && fromAddress !== fromOption) {
      place.beside?.child(key).fail('contradicts the address; say it once')
    }
    return fromAddress ?? fromOption
  }
  const { target, sentinelPassword } = address
  const database = once('db', address.database, beside.database) ?? POOL_DEFAULTS.redisDatabase
  const username = once('username', address.username, beside.username)
  const password = once('password', address.password, beside.password)
  const tls = beside.tls ?? (address.encrypted ? { verify: true } : undefined)
  const common = {
    pool: place.pool,
    namespace: once('namespace', address.namespace, beside.namespace) ?? '',
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls !== undefined && { tls }),
  }
  switch (target.kind) {
    case 'single':
      return { ...common, ...target, database }
    case 'sentinel':
      return { ...common, ...target, ...(sentinelPassword !== undefined && { sentinelPassword }), database }
    case 'cluster':
      return database === 0 ? { ...common, ...target } : place.node.fail('a Cluster has database 0 alone')
  }
}

function readBeside({ beside, baseDirectory }: Place) {
  return {
    tls: beside && readTls(beside.child('tls'), baseDirectory),
    database: beside?.child('db').integer({ min: 0, max: 99_999 }),
    namespace: beside?.child('namespace').text(),
    username: beside?.child('username').name(),
    password: beside?.child('password').name(),
  }
}
