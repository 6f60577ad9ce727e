import type { EngineConfig, StreamConfig } from './config/engine-config.js'
import type { ConsumerOptions, ConsumerSettings } from './config/options.js'
import { consumerSettings } from './config/settings.js'
import { routeEntities } from './config/stream-routes.js'
import { Alerts } from './consumer/alerts.js'
import { conflictRuleBook } from './consumer/conflict-rules.js'
import { ConsumerEvents } from './consumer/events.js'
import type { ResolveError } from './consumer/resolve-error.js'
import { SchemaAdapter } from './consumer/schema-adapter.js'
import type { StreamContext } from './consumer/stream-context.js'
import { StreamGroup, type StreamGroupOptions } from './consumer/stream-group.js'
import { consumerOwner } from './database/consumer-owner.js'
import { openUnitStore } from './database/open-unit-store.js'
import { openRoster } from './database/roster.js'
import type { Table } from './entity/index.js'
import type { TableDefinition } from './entity/table.js'
import { traceConsumer } from './observe/tracing/trace-consumer.js'
import type { Logger, Tracing } from './ports.js'
import { RedisStreamReader } from './stream/stream-reader.js'

/** What a consumer takes from the engine. */
export interface ConsumerHost {
  readonly config: EngineConfig
  readonly tables: readonly Table[]
  readonly logger: Logger
  readonly tracing?: Tracing | undefined
  /** Where the host ends what works for it: its `close()` closes the consumer first. */
  attach?(part: { close(): Promise<void> }): void
}

/** Beside these, what the engine's options say of consumers holds. */
export interface BackgroundConsumerOptions extends ConsumerOptions {
  /** Decides about a unit that the database refuses; without it, it becomes a dead letter. */
  readonly resolveError?: ResolveError
}

/** Applies what was queued to MySQL. Any number of processes may run one: each stream is worked by one at a time. */
export class BackgroundConsumer extends StreamGroup {
  /** Throws ConfigError for options that cannot be. */
  constructor(engine: ConsumerHost, options: BackgroundConsumerOptions = {}) {
    super(streamGroupOptions(engine, options))
    engine.attach?.(this)
  }
}

/** The parts of a consumer, not yet at work. Benchmarks put others in their place to learn what each costs. */
export function streamGroupOptions(engine: ConsumerHost, options: BackgroundConsumerOptions = {}): StreamGroupOptions {
  const { resolveError, ...given } = options
  const settings = consumerSettings(given, engine.config.settings.consumer)
  const events = new ConsumerEvents((err) => engine.logger.error({ err }, 'A listener of the consumer threw'))
  const owner = consumerOwner()
  const edges = edgesByStream(engine, owner, settings)
  const rosters = rostersByServer(
    engine,
    edges.map(({ stream }) => stream),
  )
  const contexts = edges.map(({ stream, tables, reader, lease, register, store, deadLetters }): StreamContext => {
    const definitions = [...tables.values()].map(({ definition }) => definition)
    return {
      stream: stream.key,
      reader,
      lease,
      register,
      store,
      deadLetters,
      tables,
      adapter: new SchemaAdapter(tables),
      plan: { rules: conflictRuleBook(definitions), coalescedTypes: coalescedTypesOf(definitions) },
      settings,
      closeMs: engine.config.settings.deadlines.closeMs,
      resolveError,
      events,
      alerts: new Alerts(stream.key, events, engine.logger),
      logger: engine.logger,
    }
  })
  if (engine.tracing !== undefined)
    traceConsumer(
      engine.tracing,
      events,
      edges.map(({ stream }) => stream),
    )
  return {
    contexts,
    owner,
    leaseMs: settings.leaseMs,
    rosters,
    events,
    workers: settings.workers,
    closeEdges: async () => {
      const stores = edges.flatMap(({ reader, store }) => [reader, store])
      await Promise.all([...stores, ...rosters.map(({ roster }) => roster)].map((edge) => edge.close()))
    },
  }
}

function edgesByStream({ config, tables }: ConsumerHost, owner: string, { leaseMs, workers }: ConsumerSettings) {
  const { connectMs, queryMs, answerMs } = config.settings.deadlines
  return tablesByStream(config, tables).map(([stream, own]) => ({
    stream,
    tables: own,
    reader: new RedisStreamReader({
      redis: config.redisPools[stream.redisPool]!,
      stream: stream.key,
      group: stream.group,
      connectMs,
      answerMs,
    }),
    ...openUnitStore({
      mysql: config.mysqlPools[stream.mysqlPool]!,
      part: stream.key,
      owner,
      tables: own,
      connectMs,
      queryMs,
      leaseMs,
      workers,
    }),
  }))
}

function rostersByServer({ config }: ConsumerHost, streams: readonly StreamConfig[]) {
  const { connectMs, queryMs } = config.settings.deadlines
  return [...new Set(streams.map((stream) => stream.mysqlPool))].map((pool) => {
    const keys = streams.filter(({ mysqlPool }) => mysqlPool === pool).map(({ key }) => key)
    return { roster: openRoster({ mysql: config.mysqlPools[pool]!, parts: keys, connectMs, queryMs }), streams: keys }
  })
}

function tablesByStream(
  config: EngineConfig,
  tables: readonly Table[],
): readonly (readonly [StreamConfig, ReadonlyMap<string, Table>])[] {
  const routes = routeEntities(
    config,
    tables.map(({ definition }) => definition),
  )
  const byStream = new Map<StreamConfig, Map<string, Table>>()
  for (const table of tables) {
    for (const stream of routes.get(table.entity)!)
      byStream.set(stream, (byStream.get(stream) ?? new Map()).set(table.entity, table))
  }
  return [...byStream]
}

function coalescedTypesOf(tables: readonly TableDefinition[]): StreamContext['plan']['coalescedTypes'] {
  const types = new Map(
    tables.flatMap((table) => {
      if (table.coalesce === false) return []
      const byProperty = new Map(table.columns.map(({ property, type }) => [property, type]))
      return [[table.entity, (property: string) => byProperty.get(property)] as const]
    }),
  )
  return (entity) => types.get(entity)
}
