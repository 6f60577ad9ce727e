import { estimateUnits, isAlive, isReachable, type StreamStatus } from './stream-status.js'

/** Units a second; undefined where it cannot be told. */
export interface Rates {
  readonly queued: number | undefined
  readonly applied: number | undefined
}

/** What came in between two looks at one stream, `elapsedMs` apart, and what its consumers say that they apply. */
export function ratesOf(before: StreamStatus | undefined, after: StreamStatus, elapsedMs: number): Rates {
  return { queued: queuedRate(before, after, elapsedMs), applied: appliedRate(after) }
}

function queuedRate(before: StreamStatus | undefined, { redis }: StreamStatus, elapsedMs: number): number | undefined {
  if (before === undefined || !isReachable(before.redis) || !isReachable(redis) || elapsedMs <= 0) return undefined
  if (before.redis.added === undefined || redis.added === undefined) return undefined
  const unitsPerEntry = redis.entries === 0 ? 1 : estimateUnits(redis).units / redis.entries
  return (Math.max(0, redis.added - before.redis.added) * unitsPerEntry * 1_000) / elapsedMs
}

function appliedRate({ database }: StreamStatus): number | undefined {
  if (!isReachable(database)) return undefined
  return database.consumers.filter(isAlive).reduce((sum, { appliedPerSecond }) => sum + appliedPerSecond, 0)
}
