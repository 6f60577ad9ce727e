import { clocks } from './clocks.js'
import type { FaultCase } from './fault-case.js'
import { fullRedis } from './full-redis.js'
import { killAtStep } from './kill-at-step.js'
import { olderAof } from './older-aof.js'
import * as storms from './storms.js'
import { lostHeartbeat, stoppedInTransaction } from './two-masters.js'

/** Everything that `npm run test:faults` runs. */
export const CASES: readonly FaultCase[] = [
  killAtStep,
  storms.consumerKills,
  storms.producerKills,
  storms.consumerStops,
  stoppedInTransaction,
  lostHeartbeat,
  storms.consumerConnections,
  storms.producerConnections,
  storms.redisKills,
  olderAof,
  storms.mysqlKills,
  storms.deadlocks,
  clocks,
  fullRedis,
  storms.terminations,
  storms.mixed,
]
