import { olderAof } from './cases/older-aof.js'
import { mysqlKills } from './cases/storms.js'
import { sliceOf } from './lib/slice.js'

sliceOf([
  [mysqlKills, 1],
  [olderAof, 1],
])
