import { parseAddress } from './address-parts.js'
import type { ConfigNode } from './config-node.js'
import type { Endpoint, MysqlPoolConfig, TlsConfig } from './engine-config.js'
import { parseHostPort } from './host-port.js'
import { maskAddress } from './mask.js'
import { POOL_DEFAULTS } from './options.js'
import { readTls } from './tls.js'

const EXAMPLE = 'mysql://app:${MYSQL_PASSWORD}@localhost:3306/app'

interface MysqlParts {
  readonly endpoint: Endpoint | undefined
  readonly user: string | undefined
  readonly password: string | undefined
  readonly database: string | undefined
  readonly tls: TlsConfig | undefined
  readonly connections: number | undefined
}

/** Reads `mysql:`, a URL or `{ url | host, port, socket, user, password, database, tls, connections }`. */
export function readMysql(pool: string, node: ConfigNode, baseDirectory: string): MysqlPoolConfig | undefined {
  const parts = typeof node.value === 'string' ? fromUrl(node.value, node) : fromObject(node, baseDirectory)
  if (parts?.endpoint === undefined) return undefined
  const { endpoint, user, password, database, tls } = parts
  if (user === undefined) node.fail(`names no user; write ${EXAMPLE}`)
  if (database === undefined) node.fail(`names no database; write ${EXAMPLE}`)
  if (user === undefined || database === undefined) return undefined
  return {
    pool,
    endpoint,
    user,
    ...(password !== undefined && { password }),
    database,
    ...(tls !== undefined && { tls }),
    connections: parts.connections ?? POOL_DEFAULTS.mysqlConnections,
  }
}

function fromUrl(text: string, node: ConfigNode): MysqlParts | undefined {
  if (/^[^/]*@(tcp|unix)\(/.test(text)) {
    return node.fail(`"${maskAddress(text)}" is a Go address; write ${EXAMPLE}`)
  }
  const parts = parseAddress(text, node, ['mysql', 'mariadb'], ['socket', 'tls', 'connections'])
  if (parts === undefined) return undefined
  const { hosts, path, query } = parts
  const address = parseHostPort(hosts || 'localhost', POOL_DEFAULTS.mysqlPort, node)
  const endpoint: Endpoint | undefined = query.socket
    ? { kind: 'socket', path: query.socket }
    : address && { kind: 'tcp', ...address }
  const connections = query.connections === undefined ? undefined : Number(query.connections)
  if (connections !== undefined && !(Number.isInteger(connections) && connections > 0)) {
    return node.fail('connections must be a whole number of 1 or more')
  }
  return {
    endpoint,
    user: parts.username,
    password: parts.password,
    database: path,
    tls: tlsOf(query.tls, node),
    connections,
  }
}

function tlsOf(mode: string | undefined, node: ConfigNode): TlsConfig | undefined {
  switch (mode) {
    case undefined:
    case 'false':
      return undefined
    case 'true':
      return { verify: true }
    case 'skip-verify':
      return { verify: false }
    default:
      return node.fail(`tls is true, false or skip-verify, got "${mode}"`)
  }
}

function fromObject(node: ConfigNode, baseDirectory: string): MysqlParts | undefined {
  if (!node.isObject()) return undefined
  node.allowKeys(['url', 'host', 'port', 'socket', 'user', 'password', 'database', 'tls', 'connections'], {
    username: 'write user',
    db: 'write database',
    ssl: 'write tls',
    uri: 'write url',
    socketPath: 'write socket',
    connectionLimit: 'write connections',
  })
  const url = node.child('url')
  const urlText = url.name()
  const fromAddress = urlText === undefined ? undefined : fromUrl(urlText, url)
  if (url.given && fromAddress === undefined) return undefined
  const tlsNode = node.child('tls')
  const tls = readTls(tlsNode, baseDirectory)
  if (tls?.serverName !== undefined) {
    tlsNode.child('serverName').fail('works for Redis alone; write the name of the certificate as host')
  }
  const socket = node.child('socket').name()
  const host = node.child('host').name()
  const port = node.child('port').integer({ min: 1, max: 65_535 }) ?? POOL_DEFAULTS.mysqlPort
  if (fromAddress !== undefined && (socket ?? host) !== undefined) node.fail('has both url and host; say it once')
  const own: Endpoint =
    socket === undefined ? { kind: 'tcp', host: host ?? 'localhost', port } : { kind: 'socket', path: socket }
  return {
    endpoint: fromAddress?.endpoint ?? own,
    user: node.child('user').name() ?? fromAddress?.user,
    password: node.child('password').name() ?? fromAddress?.password,
    database: node.child('database').name() ?? fromAddress?.database,
    tls: tls ?? fromAddress?.tls,
    connections: node.child('connections').integer({ min: 1 }) ?? fromAddress?.connections,
  }
}
