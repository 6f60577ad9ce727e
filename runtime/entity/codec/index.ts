export { type Codec, isNumeric, type NumericCodec, type SqlParameter, type Wire } from './codec.js'
export { codecOf } from './codec-of.js'
export { isMoment, type MomentCodec } from './moment-codec.js'
