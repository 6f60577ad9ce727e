import type { Clock } from '../ports.js'

/** Says how time passes, whatever happens to the clock of the machine: deadlines must not follow one that is set. */
export const STEADY_CLOCK: Clock = { now: () => performance.timeOrigin + performance.now() }
