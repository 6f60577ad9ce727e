import { producerKills, terminations } from './cases/storms.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [producerKills, 1],
  [terminations, 1],
])
