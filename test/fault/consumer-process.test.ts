import { killAtDeadLetter } from './cases/kill-at-dead-letter.js'
import { killAtStep } from './cases/kill-at-step.js'
import { lateCommit } from './cases/late-commit.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [killAtStep, 1],
  [killAtDeadLetter, 1],
  [lateCommit, 2],
])
