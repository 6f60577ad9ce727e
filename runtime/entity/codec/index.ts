export { type Codec, isNumeric, type Wire } from './codec.js'
export { codecOf } from './codec-of.js'
export { isMoment } from './moment-codec.js'
