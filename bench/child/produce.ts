import { createEngine, type Engine } from 'orm-gen'
import { entities } from '../generated/index.js'
import { inFlight } from '../harness.js'
import { newPersonNumbered } from '../people.js'
import { SILENT } from '../silent-logger.js'
import type { BareConsumerInput } from './bare-consumer.js'

export interface Produce extends BareConsumerInput {
  readonly callers: number
  /** Numbers of the people that it makes. */
  readonly first: number
  readonly count: number
}

let engine: Promise<Engine> | undefined

/** Queues people from a process of its own, each in a flush of its own. */
export async function produce({ mysqlUrl, redisUrl, namespace, callers, first, count }: Produce): Promise<void> {
  engine ??= createEngine(
    { default: { mysql: mysqlUrl, redis: { address: redisUrl, namespace } } },
    { entities, logger: SILENT },
  )
  const producer = await engine
  await inFlight(callers, count, (index) => producer.flushLazy(newPersonNumbered(first + index)))
}
