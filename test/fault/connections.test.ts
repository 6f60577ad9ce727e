import { consumerConnections } from './cases/storms.js'
import { xaddCuts } from './cases/xadd-cuts.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [consumerConnections, 1],
  [xaddCuts, 4],
])
