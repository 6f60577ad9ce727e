import { Arena, type RunReport } from '../lib/arena/arena.js'
import type { FaultWorld } from '../lib/world/fault-world.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const CHAINS = { kind: 'chains', entries: 3, accounts: 3, sharedEntries: [], depth: 6 } as const
const DAYS_MS = 3 * 24 * 3_600_000
/** Far less than the backlog is old. */
const CONSUMER = { retentionMs: 1_000 }

/** No consumer for days, then a full backlog, and more on top of it; the consumer that comes back is killed once. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant, consumer: CONSUMER })
  for (let strike = 0; strike < strikes; strike++) {
    const past = await arena.startProducer(CHAINS, { steps: 200 })
    await past.heard('done')
    await makeOlder(arena.world)
    arena.count('days without a consumer')
    const present = await arena.startProducer(CHAINS, { steps: 200 })
    await present.heard('done')
    const consumer = await arena.startConsumer()
    await arena.pause(0, 200)
    await consumer.kill()
    const successor = await arena.startConsumer()
    await arena.world.settled(120_000)
    await successor.kill()
  }
  return await arena.judge()
}

/** As if everything in the stream had been queued days ago: ids of entries and of units tell the time. */
async function makeOlder({ redis, stream }: FaultWorld): Promise<void> {
  const entries = await redis.xrange(stream, '-', '+')
  await redis.del(stream)
  for (const [id, [field, payload]] of entries) {
    const [version, base, ...rest] = JSON.parse(payload!) as [number, string, ...unknown[]]
    const [ms, sequence] = id.split('-')
    const older = JSON.stringify([version, withOlderTime(base), ...rest])
    await redis.xadd(stream, `${Number(ms) - DAYS_MS}-${sequence}`, field!, older)
  }
}

/** The first 48 bits of a UUIDv7 are milliseconds. */
function withOlderTime(eventId: string): string {
  const ms = Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16)
  const hex = (ms - DAYS_MS).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}${eventId.slice(13)}`
}

export const daysOff: FaultCase = {
  name: 'days-off',
  row: 14,
  title: 'no consumer for days, then a full backlog',
  run,
}
