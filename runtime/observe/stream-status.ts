import type { StreamConfig } from '../config/engine-config.js'
import type { ConsumerFact, ConsumerFacts } from '../database/consumer-facts.js'
import { CONSUMER_SILENT_MS } from '../database/consumer-heartbeat.js'
import type { OrmError } from '../errors.js'
import type { StreamFacts } from '../stream/stream-facts.js'

/** Facts of one stream from both of its servers; a server that is away leaves its error in their place. */
export interface StreamStatus {
  readonly stream: StreamConfig
  readonly redis: StreamFacts | Unreachable
  readonly database: ConsumerFacts | Unreachable
}

export interface Unreachable {
  readonly unreachable: OrmError
}

export function isReachable<T extends object>(facts: T | Unreachable): facts is T {
  return !('unreachable' in facts)
}

/** A process that has said something of itself lately. */
export function isAlive(consumer: ConsumerFact): boolean {
  return consumer.silentMs < CONSUMER_SILENT_MS
}

/** How many units wait, from the units an entry holds at both ends; exact where the entries are that few. */
export interface UnitEstimate {
  readonly units: number
  readonly exact: boolean
}

export function estimateUnits({ entries, samples }: StreamFacts): UnitEstimate {
  const counts = samples.flatMap(unitsOf)
  if (entries === 0) return { units: 0, exact: true }
  if (counts.length === 0) return { units: entries, exact: false }
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (counts.length === entries) return { units: total, exact: true }
  return { units: Math.round((total / counts.length) * entries), exact: false }
}

/** An entry is `[version, base id, shapes, units]`; what cannot be read counts as nothing known. */
function unitsOf(payload: string): readonly number[] {
  try {
    const units: unknown = JSON.parse(payload)[3]
    return Array.isArray(units) ? [units.length] : []
  } catch {
    return []
  }
}

/** What somebody should look at, worst first. */
export type Concern =
  | { readonly kind: 'unreachable'; readonly error: OrmError }
  /** Entries wait and no process is alive to apply them. */
  | { readonly kind: 'noConsumer'; readonly entries: number; readonly oldestMs: number | undefined }
  | { readonly kind: 'alert'; readonly owner: string; readonly alert: string }
  | { readonly kind: 'deadLetters'; readonly deadLetters: number; readonly parked: number }

export function concernsOf({ redis, database }: StreamStatus): readonly Concern[] {
  const concerns: Concern[] = []
  if (!isReachable(redis)) concerns.push({ kind: 'unreachable', error: redis.unreachable })
  if (!isReachable(database)) return [...concerns, { kind: 'unreachable', error: database.unreachable }]
  const alive = database.consumers.filter(isAlive)
  if (isReachable(redis) && redis.entries > 0 && alive.length === 0) {
    concerns.push({ kind: 'noConsumer', entries: redis.entries, oldestMs: redis.oldestMs })
  }
  for (const { owner, alert } of alive) if (alert !== undefined) concerns.push({ kind: 'alert', owner, alert })
  const { deadLetters, parked } = database
  if (deadLetters > 0) concerns.push({ kind: 'deadLetters', deadLetters, parked })
  return concerns
}
