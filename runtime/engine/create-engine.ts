import type { EngineConfig, StreamConfig } from '../config/engine-config.js'
import type { EngineOptions } from '../config/options.js'
import { type ConfigInput, resolveConfig } from '../config/resolve-config.js'
import { routeEntities } from '../config/stream-routes.js'
import { assertReachable } from '../database/assert-reachable.js'
import { MysqlLedgerReader } from '../database/ledger-reader.js'
import { Loader } from '../database/loader.js'
import { SqlPool } from '../database/pool.js'
import type { EntityClass, Table } from '../entity/index.js'
import { loadTracing } from '../observe/tracing/load-tracing.js'
import type { Clock, Logger } from '../ports.js'
import { Lane } from '../producer/lane.js'
import { LANE_DEFAULTS } from '../producer/lane-options.js'
import { LedgerWatch } from '../producer/ledger-watch.js'
import { Producer, type Route } from '../producer/producer.js'
import { RedisStreamWriter } from '../stream/stream-writer.js'
import { consoleLogger } from './console-logger.js'
import { Engine } from './engine.js'
import { openSequences } from './open-sequences.js'
import { STEADY_CLOCK } from './steady-clock.js'
import { UnknownTableError } from './unknown-table-error.js'

export interface CreateEngineOptions extends EngineOptions {
  /** Every generated class: `entities` of `generated/index.js`. */
  readonly entities: readonly EntityClass[]
  /** pino fits; by default warnings and errors go to the console. */
  readonly logger?: Logger
}

/**
 * Connects to the servers of a configuration: a path to YAML, a Registry, a plain object, or nothing for `REDIS_URL` and
 * `MYSQL_URL`. Resolves with blocks of ids at hand. Throws ConfigError, RedisUnreachableError and
 * DatabaseUnreachableError; then nothing stays open.
 */
export async function createEngine(input: ConfigInput, options: CreateEngineOptions): Promise<Engine> {
  const { entities, logger = consoleLogger, ...engineOptions } = options
  const config = await resolveConfig(input, engineOptions)
  const tables = [...new Set(entities.map(({ table }) => table))]
  const streams = routeEntities(
    config,
    tables.map((table) => table.definition),
  )
  const tracing = await loadTracing(config.settings.tracing)
  const tools = { clock: STEADY_CLOCK, logger }
  const pools = openPools(config)
  const routes = new Map<StreamConfig, Route>()
  try {
    await Promise.all([...pools.values()].map(assertReachable))
    for (const stream of new Set([...streams.values()].flat()))
      routes.set(stream, await openRoute(config, stream, pools, tools))
    const supplies = await openSequences(pools, tables, tools)
    const byTable = new Map(tables.map((table) => [table, routesByPool(streams.get(table.entity)!, routes)]))
    const producer = new Producer({
      route: (table, pool) => known(byTable.get(table)?.get(pool), table),
      supply: (table) => known(supplies.get(table), table),
      maxTicketUnits: LANE_DEFAULTS.maxEntryUnits,
      clock: Date,
      tracing,
    })
    return new Engine({
      config,
      tables,
      streams,
      logger,
      tracing,
      producer,
      lanes: [...routes.values()].map(({ lane }) => lane),
      watches: [...routes.values()].map(({ watch }) => watch),
      pools,
      loaders: new Map([...pools].map(([name, pool]) => [name, new Loader(pool)])),
    })
  } catch (error) {
    await Promise.all([
      ...[...routes.values()].map(({ lane }) => lane.close()),
      ...[...pools.values()].map((pool) => pool.close()),
    ])
    throw error
  }
}

function routesByPool(
  streams: readonly StreamConfig[],
  routes: ReadonlyMap<StreamConfig, Route>,
): ReadonlyMap<string, Route> {
  return new Map(streams.map((stream) => [stream.mysqlPool, routes.get(stream)!]))
}

function openPools({ mysqlPools, settings }: EngineConfig): ReadonlyMap<string, SqlPool> {
  const { connectMs, queryMs } = settings.deadlines
  return new Map(
    Object.values(mysqlPools).map((pool) => [
      pool.pool,
      new SqlPool(pool, { size: pool.connections, connectMs, queryMs, commit: 'auto' }),
    ]),
  )
}

async function openRoute(
  { redisPools, settings }: EngineConfig,
  stream: StreamConfig,
  pools: ReadonlyMap<string, SqlPool>,
  tools: { readonly clock: Clock; readonly logger: Logger },
): Promise<Route> {
  const { deadlines, backlog } = settings
  const writer = await RedisStreamWriter.open({
    redis: redisPools[stream.redisPool]!,
    stream: stream.key,
    group: stream.group,
    connectMs: deadlines.connectMs,
    clock: tools.clock,
    persistence: settings,
  })
  const laneOptions = { ...LANE_DEFAULTS, ...backlog, flushMs: deadlines.flushMs, answerMs: deadlines.answerMs }
  return {
    key: stream.key,
    lane: new Lane(stream.name, writer, laneOptions, tools),
    watch: new LedgerWatch(new MysqlLedgerReader(pools.get(stream.mysqlPool)!, stream.key)),
  }
}

function known<T>(found: T | undefined, table: Table): T {
  if (found === undefined) throw new UnknownTableError(table.entity)
  return found
}
