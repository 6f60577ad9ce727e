import type { Rates } from './rates.js'
import type { Unreachable } from './stream-status.js'
import { concernsOf, estimateUnits, isAlive, isReachable, type StreamStatus } from './stream-status.js'

/** The same facts as data; what a server that is away would know is null, and `errors` says why. */
export function statusAsData(status: StreamStatus, rates: Rates): object {
  const { stream, redis, database } = status
  const units = isReachable(redis) ? estimateUnits(redis) : undefined
  return {
    stream: stream.name,
    key: stream.key,
    redisPool: stream.redisPool,
    mysqlPool: stream.mysqlPool,
    entries: isReachable(redis) ? redis.entries : null,
    units: units === undefined ? null : units.units,
    unitsExact: units === undefined ? null : units.exact,
    oldestMs: isReachable(redis) ? (redis.oldestMs ?? null) : null,
    group: isReachable(redis) ? (redis.group ?? null) : null,
    queuedPerSecond: rates.queued ?? null,
    appliedPerSecond: rates.applied ?? null,
    owner: isReachable(database) ? (database.owner ?? null) : null,
    consumers: isReachable(database)
      ? database.consumers.map((consumer) => ({ ...consumer, alert: consumer.alert ?? null, alive: isAlive(consumer) }))
      : null,
    deadLetters: isReachable(database) ? database.deadLetters : null,
    parked: isReachable(database) ? database.parked : null,
    concerns: concernsOf(status).map(({ kind }) => kind),
    errors: [redis, database].flatMap((facts) => (isReachable(facts) ? [] : [errorOf(facts)])),
  }
}

function errorOf({ unreachable }: Unreachable): object {
  const { code, message, remedy } = unreachable
  return { code, message: message.split('\n')[0], remedy }
}
