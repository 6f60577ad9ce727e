import { rebalance } from './cases/rebalance.js'
import { sliceOf } from './lib/slice.js'

sliceOf([[rebalance, 2]])
