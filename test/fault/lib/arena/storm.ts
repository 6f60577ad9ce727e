import { Arena, type ArenaOptions, type RunReport } from './arena.js'
import { FAULTS, type FaultName } from './faults.js'
import { startMixedWork } from './mixed-work.js'

export interface StormOptions extends ArenaOptions {
  readonly faults: readonly FaultName[]
  /** How many faults are struck, one after the other. */
  readonly strikes: number
  readonly consumers: number
  /** Producers of each kind. */
  readonly producers: number
  readonly stepsPerSecond: number
  /** Between the recovery from one fault and the next. */
  readonly calmMs: readonly [from: number, to: number]
}

const STORM_DEFAULTS = {
  consumers: 2,
  producers: 1,
  stepsPerSecond: 30,
  calmMs: [0, 200],
} as const satisfies Partial<StormOptions>

export type StormRequest = Omit<StormOptions, keyof typeof STORM_DEFAULTS> & Partial<StormOptions>

/** Faults at random moments, one as soon as the stream has recovered from another, under a mixed workload. */
export async function storm(request: StormRequest): Promise<RunReport> {
  const options: StormOptions = { ...STORM_DEFAULTS, ...request }
  await using arena = await Arena.open(options)
  await Promise.all(Array.from({ length: options.consumers }, () => arena.startConsumer()))
  await startMixedWork(arena, options)
  for (let strike = 0; strike < options.strikes; strike++) {
    await arena.pause(...options.calmMs)
    const fault = arena.random.pick(options.faults)
    await arena.strike(fault, () => FAULTS[fault](arena))
  }
  await arena.pause(...options.calmMs)
  return await arena.judge()
}
