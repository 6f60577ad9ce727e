import { killAtStep } from './cases/kill-at-step.js'
import { terminations } from './cases/storms.js'
import { lostHeartbeat, stoppedInTransaction } from './cases/two-masters.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [killAtStep, 2],
  [stoppedInTransaction, 1],
  [lostHeartbeat, 1],
  [terminations, 1],
])
