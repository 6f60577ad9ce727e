import { cluster } from './cases/cluster.js'
import { sliceOf } from './lib/slice.js'

sliceOf([[cluster, 2]])
