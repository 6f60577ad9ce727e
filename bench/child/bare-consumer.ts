import { createEngine } from 'orm-gen'
import { streamGroupOptions } from '../../runtime/background-consumer.js'
import type { ConflictRules } from '../../runtime/consumer/conflict-rules.js'
import type { StreamContext } from '../../runtime/consumer/stream-context.js'
import { StreamGroup } from '../../runtime/consumer/stream-group.js'
import { SqlPool } from '../../runtime/database/pool.js'
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
  const engine = await createEngine(
    { default: { mysql: mysqlUrl, redis: { address: redisUrl, namespace } } },
    { entities, logger: SILENT },
  )
  const options = streamGroupOptions(engine)
  const { connectMs, queryMs } = engine.config.settings.deadlines
  const contexts = options.contexts.map((context): StreamContext => {
    const pool = new SqlPool(engine.config.mysqlPools.default!, {
      connectMs,
      queryMs,
      commit: 'manual',
      size: options.workers,
    })
    const rules = new Map([...context.plan.rules].map(([entity, own]) => [entity, withoutKeys(own)]))
    return {
      ...context,
      store: new BareUnitStore(context.store, pool, context.stream, context.tables),
      plan: { rules, coalescedTypes: () => undefined },
    }
  })
  return new StreamGroup({ ...options, contexts })
}

/** An event of the entity then takes no key at all. */
function withoutKeys(rules: ConflictRules): ConflictRules {
  return {
    ...rules,
    row: { ...rules.row, properties: [] },
    existence: undefined,
    uniques: [],
    parents: [],
    cascades: [],
    table: undefined,
  }
}
