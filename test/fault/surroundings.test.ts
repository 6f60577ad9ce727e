import { clocks } from './cases/clocks.js'
import { fullRedis } from './cases/full-redis.js'
import { deadlocks } from './cases/storms.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [clocks, 1],
  [deadlocks, 1],
  [fullRedis, 1],
])
