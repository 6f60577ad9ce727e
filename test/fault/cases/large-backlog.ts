import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { FaultWorld } from '../lib/world/fault-world.js'
import type { CaseContext, FaultCase } from './fault-case.js'

/** With five strikes, as is usual, a million. */
const UNITS_PER_STRIKE = 200_000
const UNITS_PER_ENTRY = 500
const HEAP_MEGABYTES = 128
const MINUTES = 60_000

/** A backlog far beyond what fits into the heap of the consumer that drains it. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant, consumer: { workers: 11 } })
  const units = strikes * UNITS_PER_STRIKE
  await queueInserts(arena.world, units)
  const consumer = await arena.startConsumer({}, { nodeFlags: [`--max-old-space-size=${HEAP_MEGABYTES}`] })
  arena.count(`a backlog of ${units} units, a heap of ${HEAP_MEGABYTES} MB`)
  const begun = performance.now()
  await arena.expect('the backlog is drained', 30 * MINUTES, async () => {
    if (!consumer.isRunning) throw new Error(consumer.errorOutput)
    return (await arena.world.redis.xlen(arena.world.stream)) === 0
  })
  console.error(`large-backlog: ${units} units in ${Math.round(performance.now() - begun)} ms`)
  const [found] = await arena.world.query<{ n: string; sum: string }>(
    'SELECT COUNT(*) AS n, SUM(n) AS sum FROM fault_fragiles',
  )
  if (Number(found?.n) < units) arena.find({ kind: 'lost', row: 'fragiles', detail: `${found?.n} of ${units} rows` })
  if (Number(found?.sum) > units) arena.find({ kind: 'doubled', row: 'fragiles', detail: `sum ${found?.sum}` })
  return { ...(await arena.judge()), units }
}

async function queueInserts({ redis, stream }: FaultWorld, units: number): Promise<void> {
  const shapes = [['insert', 'Fragile', '@id', 'n']]
  for (let first = 1, entry = 0; first <= units; first += UNITS_PER_ENTRY, entry++) {
    const inserts = Array.from({ length: UNITS_PER_ENTRY }, (_, index) => [[0, first + index, 1]])
    await redis.xadd(stream, '*', 'e', JSON.stringify([1, baseId(entry), shapes, inserts]))
  }
}

/** A UUIDv7 of now whose last 16 bits are free for the units of the entry. */
function baseId(entry: number): string {
  const ms = Date.now().toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${entry.toString(16).padStart(8, '0')}0000`
}

export const largeBacklog: FaultCase = {
  name: 'large-backlog',
  row: 10,
  title: 'a million units wait for a consumer with a heap of 128 MB',
  isLong: true,
  run,
}
