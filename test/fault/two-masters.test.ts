import { stoppedInTransaction } from './cases/two-masters.js'
import { sliceOf } from './lib/slice.js'

sliceOf([[stoppedInTransaction, 1]])
