import { createEngine } from 'orm-gen'
import { BackgroundConsumer } from '../../../runtime/background-consumer.js'
import type { ConsumerEventMap } from '../../../runtime/consumer/events.js'
import { entities } from '../generated/index.js'
import { settingsOf, tell } from '../lib/process/child.js'
import { type EngineAddress, engineConfig } from '../lib/world/engine-address.js'

export interface ConsumerSettings {
  readonly address: EngineAddress
  readonly workers: number
  readonly leaseMs: number
  readonly queryMs: number
  readonly retentionMs: number
  readonly batchRows: number
}

/** What a consumer told, without what does not travel. */
export interface ConsumerReport {
  readonly kind: 'event'
  readonly name: keyof ConsumerEventMap
  readonly facts: Readonly<Record<string, unknown>>
}

export type ConsumerMessage = { readonly kind: 'ready' } | ConsumerReport | { readonly kind: 'stopped' }

const EVENTS = [
  'applied',
  'deadLetter',
  'parked',
  'redelivered',
  'lost',
  'leaseAcquired',
  'leaseLost',
  'alert',
  'alertCleared',
] as const satisfies (keyof ConsumerEventMap)[]

const { address, workers, leaseMs, queryMs, retentionMs, batchRows } = settingsOf<ConsumerSettings>()
const engine = await createEngine(engineConfig(address), {
  entities,
  deadlines: { queryMs },
  consumer: { leaseMs, retentionMs, batchRows },
})
const consumer = new BackgroundConsumer(engine, { workers })
for (const name of EVENTS) {
  consumer.on(name, (facts) => {
    const { error, ...rest } = facts as { error?: Error }
    tell({ kind: 'event', name, facts: { ...rest, ...(error && { error: error.message }) } } satisfies ConsumerReport)
  })
}
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
tell({ kind: 'ready' } satisfies ConsumerMessage)
await consumer.run({ signal: stop.signal })
await consumer.close()
await engine.close()
tell({ kind: 'stopped' } satisfies ConsumerMessage)
process.disconnect()
