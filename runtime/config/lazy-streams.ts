import type { ConfigNode } from './config-node.js'
import type { StreamConfig } from './engine-config.js'
import { STREAM_DEFAULTS } from './options.js'

export interface DeclaredStream {
  readonly name: string
  readonly group: string
  readonly redisPool: string
  readonly node: ConfigNode
}

/** Reads `streams: { name: [group] }` of one pool. */
export function readStreams(pool: string, node: ConfigNode): readonly DeclaredStream[] {
  return node.children().flatMap(([name, stream]) => {
    if (!/^[\w.:{}-]+$/.test(name)) stream.fail('is not a name for a stream; use letters, digits and . : - _')
    const groups = (stream.items() ?? []).map((item) => item.name())
    if (groups.length > 1) {
      stream.fail(
        'a lazy stream has one group, as applied entries are removed; keep one, or copy to a stream of your own',
      )
    }
    return [{ name, group: groups[0] ?? STREAM_DEFAULTS.group, redisPool: pool, node: stream }]
  })
}

/**
 * Decides which stream serves which MySQL pool. `orm-lazy-channel` serves `default` and lives on the Redis pool that
 * declares it, else on `default`; `orm-lazy-channel:billing` serves `billing` and lives where it is declared, else
 * beside the first. Any other declared stream serves the MySQL pool that its name ends with, else `default`.
 * `namespaces` has the namespace of every Redis pool.
 */
export function planStreams(
  declared: readonly DeclaredStream[],
  mysqlPools: readonly string[],
  namespaces: ReadonlyMap<string, string>,
  root: ConfigNode,
): readonly StreamConfig[] {
  const byName = new Map<string, DeclaredStream>()
  for (const stream of declared) {
    const twin = byName.get(stream.name)
    if (twin === undefined) byName.set(stream.name, stream)
    else stream.node.fail(`is declared on pool "${twin.redisPool}" as well; a stream lives on one`)
  }
  const home = byName.get(STREAM_DEFAULTS.stream)?.redisPool ?? STREAM_DEFAULTS.pool
  const served = new Map(mysqlPools.map((pool) => [lazyStreamName(pool), pool]))
  for (const name of byName.keys()) {
    const suffix = name.slice(name.lastIndexOf(':') + 1)
    if (!served.has(name)) served.set(name, mysqlPools.includes(suffix) ? suffix : STREAM_DEFAULTS.pool)
  }
  return [...served].flatMap(([name, mysqlPool]) => {
    const { redisPool = home, group = STREAM_DEFAULTS.group, node = root } = byName.get(name) ?? {}
    const namespace = namespaces.get(redisPool)
    if (namespace === undefined) {
      node.fail(`stream ${name} needs a Redis: ${redisRemedy(redisPool)}`)
      return []
    }
    return [{ name, key: inNamespace(namespace, name), group, redisPool, mysqlPool }]
  })
}

/** Every key of a pool carries its namespace. */
export function inNamespace(namespace: string, key: string): string {
  return namespace === '' ? key : `${namespace}:${key}`
}

/** The stream of a MySQL pool, where an entity does not name another. */
export function lazyStreamName(mysqlPool: string): string {
  return mysqlPool === STREAM_DEFAULTS.pool ? STREAM_DEFAULTS.stream : `${STREAM_DEFAULTS.stream}:${mysqlPool}`
}

function redisRemedy(pool: string): string {
  return `give pool "${pool}" a redis, or declare ${STREAM_DEFAULTS.stream} under the streams of another pool`
}
