import type { EngineAddress } from './engine-address.js'
import { engineConfig } from './engine-address.js'

/** How a consumer of a world is set up; written to the configuration file that `orm-gen consume` reads. */
export interface ConsumerSettings {
  readonly address: EngineAddress
  /** The module of entities, as `moduleAt` takes it. */
  readonly entities: string
  readonly workers: number
  readonly leaseMs: number
  readonly connectMs: number
  readonly queryMs: number
  readonly answerMs: number
  readonly retentionMs: number
  readonly batchRows: number
  readonly backoffMaxMs: number
}

/** A short lease, so that a takeover is a matter of a second. */
export const CONSUMER_DEFAULTS = {
  entities: 'test/fault/generated/index',
  workers: 4,
  leaseMs: 800,
  connectMs: 5_000,
  queryMs: 3_000,
  answerMs: 3_000,
  retentionMs: 3_600_000,
  batchRows: 500,
  backoffMaxMs: 2_000,
} as const satisfies Omit<ConsumerSettings, 'address'>

export function consumerConfig(settings: ConsumerSettings): object {
  const { address, workers, leaseMs, retentionMs, batchRows, backoffMaxMs, connectMs, queryMs, answerMs } = settings
  return {
    ...engineConfig(address),
    options: {
      deadlines: { connectMs, queryMs, answerMs },
      consumer: { workers, leaseMs, retentionMs, batchRows, backoffMaxMs },
    },
  }
}
