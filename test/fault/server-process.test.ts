import { olderAof } from './cases/older-aof.js'
import { mysqlKills, redisKills } from './cases/storms.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [mysqlKills, 1],
  [redisKills, 1],
  [olderAof, 1],
])
