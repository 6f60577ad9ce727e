import type { Clock } from '../ports.js'

/** Says how time passes, whatever happens to the clock of the machine: deadlines must not follow one that is set. */
export const STEADY_CLOCK: Clock = { now: () => ORIGIN + performance.now() }

/** Read once: it costs more than the time itself. */
const ORIGIN = performance.timeOrigin
