import { BackgroundConsumer, createEngine } from 'orm-gen'
import type { EntityModel } from '../../../codegen/model/index.js'
import { laneClasses } from '../lib/lanes/lane-classes.js'
import { settingsOf, tell } from '../lib/process/child.js'

export interface LaneConsumerSettings {
  /** As `createEngine` takes it. */
  readonly config: object
  readonly models: readonly EntityModel[]
  readonly leaseMs: number
}

export type LaneConsumerMessage = { readonly kind: 'ready' } | { readonly kind: 'redelivered'; readonly stream: string }

const { config, models, leaseMs } = settingsOf<LaneConsumerSettings>()
const engine = await createEngine(config as never, { entities: laneClasses(models), consumer: { leaseMs, workers: 2 } })
const consumer = new BackgroundConsumer(engine)
consumer.on('redelivered', ({ stream }) => tell({ kind: 'redelivered', stream } satisfies LaneConsumerMessage))
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
tell({ kind: 'ready' } satisfies LaneConsumerMessage)
await consumer.run({ signal: stop.signal })
await engine.close()
process.disconnect()
