import type { Side } from '../lib/arena/connection-faults.js'
import { connectionStorm } from '../lib/arena/connection-storm.js'
import type { FaultName } from '../lib/arena/faults.js'
import { type StormOptions, storm } from '../lib/arena/storm.js'
import type { CaseContext, FaultCase } from './fault-case.js'

/** Faults at random moments, struck at a mixed workload. */
function stormCase(
  name: string,
  row: number,
  faults: readonly FaultName[],
  options: Partial<Pick<StormOptions, 'consumers' | 'producers' | 'stepsPerSecond'>> = {},
): FaultCase {
  return { name, row, title: faults.join(', '), run: (context) => storm({ ...context, ...options, faults }) }
}

/** A connection fault costs little: so many are struck for one of another kind. */
const FAULTS_PER_STRIKE = 20

function connectionCase(name: string, sides: readonly Side[]): FaultCase {
  const run = ({ strikes, ...context }: CaseContext) =>
    connectionStorm({ ...context, sides, strikes: strikes * FAULTS_PER_STRIKE })
  return { name, row: 3, title: `connections cut, swallowed, late: ${sides.join(', ')}`, run }
}

export const consumerKills = stormCase('consumer-kill', 1, ['kill -9 of a consumer'])
export const consumerStops = stormCase('consumer-stop', 2, ['SIGSTOP of a consumer beyond its lease'])
export const producerKills = stormCase('producer-kill', 1, ['kill -9 of a producer'])
export const consumerConnections = connectionCase('consumer-connections', ['consumerRedis', 'consumerMysql'])
export const producerConnections = connectionCase('producer-connections', ['producerRedis', 'producerMysql'])
export const connections = connectionCase('connections', [
  'consumerRedis',
  'consumerMysql',
  'producerRedis',
  'producerMysql',
])
export const redisKills = stormCase('redis-kill', 4, ['kill -9 of Redis'])
export const mysqlKills = stormCase('mysql-kill', 5, ['kill -9 of MariaDB'])
export const deadlocks = stormCase('deadlocks', 6, ['rows locked in the reverse order'])
export const terminations = stormCase('consumer-sigterm', 13, ['SIGTERM of a consumer'])

/** Everything at once, and many producers. */
export const mixed = stormCase(
  'mixed',
  1,
  [
    'kill -9 of a consumer',
    'SIGSTOP of a consumer beyond its lease',
    'SIGTERM of a consumer',
    'kill -9 of a producer',
    'kill -9 of Redis',
    'kill -9 of MariaDB',
    'connection fault, consumer to Redis',
    'connection fault, consumer to MySQL',
    'connection fault, producer to Redis',
  ],
  { consumers: 3, producers: 4, stepsPerSecond: 20 },
)
