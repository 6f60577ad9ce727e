import { consumerConnections, producerConnections, producerKills } from './cases/storms.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [consumerConnections, 3],
  [producerConnections, 2],
  [producerKills, 1],
])
