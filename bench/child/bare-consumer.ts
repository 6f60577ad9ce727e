import { createEngine } from 'orm-gen'
import { consumerSettings } from '../../runtime/config/settings.js'
import { Alerts } from '../../runtime/consumer/alerts.js'
import type { ConflictRules } from '../../runtime/consumer/conflict-rules.js'
import { ConsumerEvents } from '../../runtime/consumer/events.js'
import { SchemaAdapter } from '../../runtime/consumer/schema-adapter.js'
import { StreamGroup } from '../../runtime/consumer/stream-group.js'
import { openUnitStore } from '../../runtime/database/open-unit-store.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { RedisStreamReader } from '../../runtime/stream/stream-reader.js'
import { entities } from '../generated/index.js'
import { SILENT } from '../silent-logger.js'
import { BareUnitStore } from './bare-unit-store.js'

export interface BareConsumerInput {
  readonly mysqlUrl: string
  readonly redisUrl: string
  readonly namespace: string
}

/**
 * The consumer without what its guarantees cost: nothing in a ledger, no fence, no conflict keys. It exists to measure
 * that cost. For inserts only: changes of one row would be applied in any order.
 */
export async function bareConsumer({ mysqlUrl, redisUrl, namespace }: BareConsumerInput): Promise<StreamGroup> {
  const { config, tables } = await createEngine(
    { default: { mysql: mysqlUrl, redis: { address: redisUrl, namespace } } },
    { entities, logger: SILENT },
  )
  const settings = consumerSettings({}, config.settings.consumer)
  const stream = config.streams[0]!
  const mysql = config.mysqlPools[stream.mysqlPool]!
  const byEntity = new Map(tables.map((table) => [table.entity, table]))
  const { connectMs, queryMs, answerMs } = config.settings.deadlines
  const reader = new RedisStreamReader({
    redis: config.redisPools[stream.redisPool]!,
    stream: stream.key,
    group: stream.group,
    connectMs,
    answerMs,
  })
  const { leaseMs, workers } = settings
  const edges = openUnitStore({ mysql, part: stream.key, tables: byEntity, connectMs, queryMs, leaseMs, workers })
  const pool = new SqlPool(mysql, { connectMs, queryMs, commit: 'manual', size: workers })
  const store = new BareUnitStore(edges.store, pool, stream.key, byEntity)
  const events = new ConsumerEvents((error) => {
    throw error
  })
  const context = {
    ...edges,
    stream: stream.key,
    reader,
    store,
    tables: byEntity,
    adapter: new SchemaAdapter(byEntity),
    plan: {
      rules: new Map(tables.map(({ entity }) => [entity, noConflicts(entity)])),
      coalescedTypes: () => undefined,
    },
    settings,
    closeMs: config.settings.deadlines.closeMs,
    resolveError: undefined,
    events,
    alerts: new Alerts(stream.key, events, SILENT),
    logger: SILENT,
  }
  return new StreamGroup({
    contexts: [context],
    events,
    workers,
    closeEdges: async () => {
      await Promise.all([reader.close(), store.close()])
    },
  })
}

/** An event of the entity takes no key at all. */
function noConflicts(entity: string): ConflictRules {
  return {
    entity,
    row: { prefix: '', any: '', properties: [], normalise: [], sharesAny: false },
    existence: undefined,
    uniques: [],
    parents: [],
    cascades: [],
    table: undefined,
    relatives: new Set([entity]),
    rank: 0,
  }
}
