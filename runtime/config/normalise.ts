import { ConfigError, type ConfigProblem } from './config-error.js'
import { ConfigNode } from './config-node.js'
import { deepFreeze } from './deep-freeze.js'
import type { EngineConfig } from './engine-config.js'
import { planStreams } from './lazy-streams.js'
import type { EngineOptions } from './options.js'
import { type PoolReading, type Reading, readPool } from './pool.js'
import { readSettings } from './settings.js'

export interface ConfigSource {
  /** What the messages begin with: `orm.yaml`. */
  readonly source: string
  /** As written, variables expanded. */
  readonly written: unknown
  /** Where relative paths of certificates start. */
  readonly baseDirectory: string
  /** Mistakes found on the way here. */
  readonly problems: readonly ConfigProblem[]
}

/**
 * Checks what the user wrote and brings it into the one form; `overrides` come from code and win over the file.
 * Throws ConfigError with every mistake.
 */
export function normaliseConfig(from: ConfigSource, overrides: EngineOptions = {}): EngineConfig {
  const problems = [...from.problems]
  const root = new ConfigNode(from.written, '', problems)
  const pools = readPools(root, from.baseDirectory)
  if (pools.every(({ mysql }) => mysql === 'absent')) {
    root.child('default').fail('has no mysql; write mysql: mysql://app@localhost:3306/app')
  }
  const streams = planStreams(
    pools.flatMap((pool) => pool.streams),
    pools.filter(({ mysql }) => mysql !== 'absent').map(({ pool }) => pool),
    namespaces(pools),
    root,
  )
  const written = readSettings(root.child('options'))
  const settings = readSettings(new ConfigNode(overrides, 'engine options', problems), written)
  if (problems.length > 0) throw new ConfigError(from.source, problems)
  return deepFreeze({
    mysqlPools: usable(pools.map(({ pool, mysql }) => [pool, mysql])),
    redisPools: usable(pools.map(({ pool, redis }) => [pool, redis])),
    streams,
    settings,
  })
}

function readPools(root: ConfigNode, baseDirectory: string): readonly PoolReading[] {
  return root.children().flatMap(([pool, node]) => {
    if (pool === 'options') return []
    if (/^[a-z][\w-]*$/i.test(pool)) return [readPool(pool, node, baseDirectory)]
    node.fail('is not a name for a pool; use letters, digits, - and _')
    return []
  })
}

/** A broken Redis counts as one without a namespace: its mistake is enough, its streams are not to blame. */
function namespaces(pools: readonly PoolReading[]): ReadonlyMap<string, string> {
  return new Map(
    pools.flatMap(({ pool, redis }) => {
      if (redis === 'absent') return []
      return [[pool, redis === 'broken' ? '' : redis.namespace]]
    }),
  )
}

function usable<T extends object>(readings: readonly (readonly [pool: string, Reading<T>])[]): Record<string, T> {
  return Object.fromEntries(readings.filter((entry): entry is readonly [string, T] => typeof entry[1] === 'object'))
}
