import { clocks } from './clocks.js'
import { cluster } from './cluster.js'
import { daysOff } from './days-off.js'
import type { FaultCase } from './fault-case.js'
import { fullRedis } from './full-redis.js'
import { jitter } from './jitter.js'
import { killAtDeadLetter } from './kill-at-dead-letter.js'
import { killAtStep } from './kill-at-step.js'
import { largeBacklog } from './large-backlog.js'
import { lateCommit } from './late-commit.js'
import { lostStream } from './lost-stream.js'
import { olderAof } from './older-aof.js'
import { poisonCase } from './poison.js'
import { rebalance } from './rebalance.js'
import * as storms from './storms.js'
import { lostHeartbeat, stoppedInTransaction } from './two-masters.js'
import { xaddCuts } from './xadd-cuts.js'

/** Everything that `npm run test:faults` runs. */
export const CASES: readonly FaultCase[] = [
  killAtStep,
  killAtDeadLetter,
  storms.consumerKills,
  storms.producerKills,
  storms.consumerStops,
  stoppedInTransaction,
  lostHeartbeat,
  lateCommit,
  xaddCuts,
  storms.consumerConnections,
  storms.producerConnections,
  storms.connections,
  storms.redisKills,
  olderAof,
  storms.mysqlKills,
  storms.deadlocks,
  jitter,
  clocks,
  fullRedis,
  largeBacklog,
  poisonCase,
  lostStream,
  storms.terminations,
  daysOff,
  storms.mixed,
  rebalance,
  cluster,
]
