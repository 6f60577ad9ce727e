import type { FaultName } from '../lib/arena/faults.js'
import { type StormOptions, storm } from '../lib/arena/storm.js'
import type { FaultCase } from './fault-case.js'

/** Faults at random moments, struck at a mixed workload. */
function stormCase(
  name: string,
  row: number,
  faults: readonly FaultName[],
  options: Partial<Pick<StormOptions, 'consumers' | 'producers' | 'stepsPerSecond'>> = {},
): FaultCase {
  return { name, row, title: faults.join(', '), run: (context) => storm({ ...context, ...options, faults }) }
}

export const consumerKills = stormCase('consumer-kill', 1, ['kill -9 of a consumer'])
export const consumerStops = stormCase('consumer-stop', 2, ['SIGSTOP of a consumer beyond its lease'])
export const producerKills = stormCase('producer-kill', 1, ['kill -9 of a producer'], { producers: 2 })
export const consumerConnections = stormCase('consumer-connections', 3, [
  'connection fault, consumer to Redis',
  'connection fault, consumer to MySQL',
])
export const producerConnections = stormCase('producer-connections', 3, [
  'connection fault, producer to Redis',
  'connection fault, producer to MySQL',
])
export const redisKills = stormCase('redis-kill', 4, ['kill -9 of Redis'])
export const mysqlKills = stormCase('mysql-kill', 5, ['kill -9 of MariaDB'])
export const deadlocks = stormCase('deadlocks', 6, ['rows locked in the reverse order'])
export const terminations = stormCase('consumer-sigterm', 13, ['SIGTERM of a consumer'])

/** Everything at once. */
export const mixed = stormCase('mixed', 1, [
  'kill -9 of a consumer',
  'SIGSTOP of a consumer beyond its lease',
  'SIGTERM of a consumer',
  'kill -9 of Redis',
  'kill -9 of MariaDB',
  'connection fault, consumer to Redis',
  'connection fault, consumer to MySQL',
  'connection fault, producer to Redis',
])
