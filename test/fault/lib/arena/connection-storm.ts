import { Arena, type ArenaOptions, type RunReport } from './arena.js'
import { hurtConnection, type Side } from './connection-faults.js'
import { startMixedWork } from './mixed-work.js'

export interface ConnectionStormOptions extends ArenaOptions {
  readonly sides: readonly Side[]
  /** Faults altogether. */
  readonly strikes: number
}

/** After so many faults the stream must show that it goes on. */
const ROUND = 100
/** A round that finds too few requests to strike ends after this time. */
const LONGEST_ROUND_MS = 20_000
/** Short, so that a black hole costs little. */
const DEADLINES = { connectMs: 3_000, queryMs: 1_000, answerMs: 500 }
/** Connections that are hurt at once, as far as a side has so many. */
const STRIKERS: Record<Side, number> = { consumerRedis: 1, consumerMysql: 2, producerRedis: 2, producerMysql: 3 }
const WORK = { producers: 2, readers: 2, stepsPerSecond: 30 }

/** Faults of connections on all sides at once, one right after the other, under a mixed workload. */
export async function connectionStorm({ sides, strikes, ...options }: ConnectionStormOptions): Promise<RunReport> {
  const consumer = { ...DEADLINES, backoffMaxMs: 300 }
  await using arena = await Arena.open({ ...options, consumer, producer: DEADLINES })
  await Promise.all([arena.startConsumer(), arena.startConsumer()])
  await startMixedWork(arena, WORK)
  for (let done = 0; done < strikes; done += ROUND) {
    await round(arena, sides, Math.min(ROUND, strikes - done))
    await arena.recover('a storm of connection faults')
  }
  return await arena.judge()
}

async function round(arena: Arena, sides: readonly Side[], strikes: number): Promise<void> {
  const endsAt = performance.now() + LONGEST_ROUND_MS
  let left = strikes
  const strikeOn = async (side: Side) => {
    while (left > 0 && performance.now() < endsAt) {
      if (await hurtConnection(arena, side, 150)) left--
      await arena.pause(0, 40)
    }
  }
  await Promise.all(sides.flatMap((side) => Array.from({ length: STRIKERS[side] }, () => strikeOn(side))))
}
