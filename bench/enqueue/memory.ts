import { type BenchCase, inFlight } from '../harness.js'
import { newPerson } from '../people.js'
import type { BenchWorld } from '../world.js'

const FLUSHES = 1_000_000
/** The stream is emptied this often: Redis is not what is measured. */
const BATCH = 50_000

/** What a process keeps of the flushes that it has made. */
export function memoryCase({ engine, redis, stream }: BenchWorld): BenchCase {
  const flush = async () => {
    await inFlight(1_000, BATCH, () => engine.flushLazy(newPerson()))
    await redis.xtrim(stream, 'MAXLEN', 0)
  }
  return {
    id: 'M3',
    title: 'heap growth of the process over a million flushes',
    unit: 'MB',
    target: { atMost: 8 },
    ours: async () => {
      await flush()
      const before = heapMegabytes()
      for (let done = 0; done < FLUSHES; done += BATCH) await flush()
      return { kind: 'value', value: Math.max(0, heapMegabytes() - before) }
    },
  }
}

/** After a full collection, where `--expose-gc` allows one. */
function heapMegabytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1024 / 1024
}
