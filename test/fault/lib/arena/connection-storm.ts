import { Arena, type ArenaOptions, type RunReport } from './arena.js'
import { hurtConnection, type Side } from './connection-faults.js'
import { startMixedWork } from './mixed-work.js'

export interface ConnectionStormOptions extends ArenaOptions {
  readonly sides: readonly Side[]
  /** Faults altogether. */
  readonly strikes: number
}

/** After so many faults of a side the stream must show that it goes on. */
const ROUND = 25
/** A side that nobody uses for so long is left alone until the next round. */
const SILENT_MS = 1_500
/** Short, so that a black hole costs little. */
const DEADLINES = { connectMs: 1_500, queryMs: 500, answerMs: 500 }

/** Faults of connections on all sides at once, one right after the other, under a mixed workload. */
export async function connectionStorm({ sides, strikes, ...options }: ConnectionStormOptions): Promise<RunReport> {
  const consumer = { ...DEADLINES, backoffMaxMs: 300 }
  await using arena = await Arena.open({ ...options, consumer, producer: DEADLINES })
  await Promise.all([arena.startConsumer(), arena.startConsumer()])
  await startMixedWork(arena, { producers: 1, stepsPerSecond: 50 })
  const perSide = Math.ceil(strikes / sides.length)
  for (let done = 0; done < perSide; done += ROUND) {
    await Promise.all(sides.map((side) => round(arena, side, Math.min(ROUND, perSide - done))))
    await arena.recover('a storm of connection faults')
  }
  return await arena.judge()
}

async function round(arena: Arena, side: Side, strikes: number): Promise<void> {
  for (let struck = 0, quietSince = performance.now(); struck < strikes; ) {
    if (await hurtConnection(arena, side, 150)) {
      struck++
      quietSince = performance.now()
    } else if (performance.now() - quietSince > SILENT_MS) return
    await arena.pause(0, 40)
  }
}
