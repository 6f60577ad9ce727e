import { describeMysql, describeRedis } from '../config/describe-server.js'
import type { EngineConfig, RedisPoolConfig, StreamConfig } from '../config/engine-config.js'
import { routeEntities } from '../config/stream-routes.js'
import { DatabaseUnreachableError } from '../database/database-unreachable-error.js'
import { type MysqlServerFacts, readMysqlServerFacts } from '../database/mysql-server-facts.js'
import { SqlPool } from '../database/pool.js'
import { poolsOf, type TableDefinition } from '../entity/table.js'
import type { OrmError } from '../errors.js'
import { ObserverClient } from '../stream/observer-client.js'
import { type RedisServerFacts, readRedisServerFacts } from '../stream/redis-server-facts.js'
import type { RedisUnreachableError } from '../stream/redis-unreachable-error.js'
import { readGroupNames } from '../stream/stream-facts.js'
import { checkClocks } from './checks/clocks.js'
import { checkConsumers } from './checks/consumers.js'
import type { Finding } from './checks/finding.js'
import { checkMysqlBookkeeping } from './checks/mysql-bookkeeping.js'
import { checkMysqlFlush } from './checks/mysql-flush.js'
import { checkMysqlLimits } from './checks/mysql-limits.js'
import { checkMysqlRights } from './checks/mysql-rights.js'
import { checkMysqlSequences } from './checks/mysql-sequences.js'
import { checkMysqlTable } from './checks/mysql-tables.js'
import { checkMysqlVersion } from './checks/mysql-version.js'
import { checkRedisEviction } from './checks/redis-eviction.js'
import { checkRedisGroup } from './checks/redis-group.js'
import { checkRedisMemory } from './checks/redis-memory.js'
import { checkRedisPersistence } from './checks/redis-persistence.js'
import { checkRedisReplicas } from './checks/redis-replicas.js'
import { checkRedisVersion } from './checks/redis-version.js'
import { StatusReader } from './status-reader.js'

export interface Diagnosis {
  /** In the order of the servers and checks. */
  readonly findings: readonly Finding[]
  /** Servers that could not be asked. */
  readonly unreachable: readonly OrmError[]
}

/**
 * Looks at every server of a configuration and says what could lose, double or hold up units. Changes nothing.
 * `tables` are those of the entities; none of them is looked at when it is empty.
 */
export async function diagnose(config: EngineConfig, tables: readonly TableDefinition[]): Promise<Diagnosis> {
  const routes = routeEntities(config, tables)
  const streams = [...new Set([...config.streams, ...[...routes.values()].flat()])]
  const carriers = [...new Set(streams.map(({ redisPool }) => redisPool))]
  const [redis, mysql, statuses] = await Promise.all([
    Promise.all(carriers.map((pool) => examineRedis(config, config.redisPools[pool]!, streams))),
    Promise.all(Object.keys(config.mysqlPools).map((pool) => examineMysql(config, pool, tables))),
    readStatuses(config, streams),
  ])
  const reports: readonly Examination<unknown>[] = [...redis, ...mysql]
  return {
    findings: [
      ...reports.flatMap(({ findings }) => findings),
      ...compareClocks(redis, mysql),
      ...statuses.flatMap(checkConsumers),
    ],
    unreachable: reports.flatMap(({ unreachable }) => unreachable ?? []),
  }
}

interface Examination<Facts> {
  readonly facts: Facts | undefined
  readonly findings: readonly Finding[]
  readonly unreachable?: OrmError
}

async function examineRedis(
  { settings }: EngineConfig,
  pool: RedisPoolConfig,
  streams: readonly StreamConfig[],
): Promise<Examination<RedisServerFacts>> {
  const client = new ObserverClient(pool, settings.deadlines.connectMs, settings.deadlines.answerMs)
  const own = streams.filter(({ redisPool }) => redisPool === pool.pool)
  try {
    const servers = await client.run(readRedisServerFacts)
    const groups = await client.run((redis) => Promise.all(own.map(({ key }) => readGroupNames(redis, key))))
    const findings = servers.flatMap((server) => {
      const subject = `Redis pool "${pool.pool}" at ${pool.kind === 'single' ? describeRedis(pool) : server.address}`
      return [
        checkRedisVersion(server, subject),
        checkRedisEviction(server, subject),
        checkRedisMemory(server, subject),
        ...checkRedisPersistence(server, settings, subject),
        ...checkRedisReplicas(server, settings, subject),
      ]
    })
    const groupFindings = own.map((stream, index) => checkRedisGroup(stream, groups[index]!))
    return { facts: servers[0], findings: [...findings, ...groupFindings] }
  } catch (error) {
    return { facts: undefined, findings: [], unreachable: error as RedisUnreachableError }
  } finally {
    client.close()
  }
}

async function examineMysql(
  { mysqlPools, settings }: EngineConfig,
  name: string,
  tables: readonly TableDefinition[],
): Promise<Examination<MysqlServerFacts>> {
  const config = mysqlPools[name]!
  const { connectMs, queryMs } = settings.deadlines
  await using pool = new SqlPool(config, { connectMs, queryMs, size: 1 })
  const subject = `MySQL pool "${name}" at ${describeMysql(config)}`
  try {
    const facts = await readMysqlServerFacts(pool)
    const findings = [
      checkMysqlVersion(facts, subject),
      checkMysqlFlush(facts, subject),
      ...checkMysqlLimits(facts, config, settings.consumer, subject),
      checkMysqlRights(facts, subject),
      checkMysqlBookkeeping(facts, subject),
      ...tables.filter((table) => poolsOf(table).includes(name)).flatMap((table) => checkMysqlTable(table, facts)),
      ...checkMysqlSequences(facts),
    ]
    return { facts, findings }
  } catch (cause) {
    return { facts: undefined, findings: [], unreachable: new DatabaseUnreachableError(config, cause as Error) }
  }
}

async function readStatuses(config: EngineConfig, streams: readonly StreamConfig[]) {
  await using reader = new StatusReader(config, streams)
  return reader.read()
}

function compareClocks(
  redis: readonly Examination<RedisServerFacts>[],
  mysql: readonly Examination<MysqlServerFacts>[],
): readonly Finding[] {
  const [first] = redis.flatMap(({ facts }) => facts ?? [])
  const [second] = mysql.flatMap(({ facts }) => facts ?? [])
  return first === undefined || second === undefined ? [] : [checkClocks(first, second, 'Redis and MySQL')]
}
