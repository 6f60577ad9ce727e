import { resolveConfig } from '../../../runtime/config/resolve-config.js'
import { DeadLetterDesk } from '../../../runtime/database/dead-letter-desk.js'
import { SqlPool } from '../../../runtime/database/pool.js'
import { encodeEntry } from '../../../runtime/event/encode-entry.js'
import { EventIdSource } from '../../../runtime/event/event-id.js'
import type { ChangeEvent } from '../../../runtime/event/unit.js'
import { event } from '../../support/events.js'
import { Arena, type RunReport } from '../lib/arena/arena.js'
import { type CountedRow, checkFinalRows } from '../lib/oracle/final-rows.js'
import { engineConfig } from '../lib/world/engine-address.js'
import type { FaultWorld } from '../lib/world/fault-world.js'
import { allowPoison, refusePoison } from '../lib/world/tables.js'
import type { CaseContext, FaultCase } from './fault-case.js'

const MOMENTS = ['holdBefore', 'holdAfter'] as const
/** The requests with which a unit dies and others are parked behind it. */
const DYING = [
  'INSERT INTO orm_lazy_dead_letter',
  'INSERT INTO orm_lazy_dead_key',
  'INSERT INTO orm_lazy_parked',
  'ROLLBACK',
]
/** The requests with which it is applied after all, and those behind it. */
const REVIVAL = [
  'UPDATE orm_lazy_event',
  'DELETE FROM orm_lazy_dead_letter',
  'DELETE FROM orm_lazy_parked',
  'DELETE FROM orm_lazy_dead_key',
]
/** `ER_WARN_DATA_OUT_OF_RANGE`: no repetition mends it. */
const POISON = 1264
const HEALTHY = 20
/** Of the poisoned row and behind it. */
const PARKED = 3
const PATIENCE_MS = 60_000

/** kill -9 while a unit becomes a dead letter and others are parked behind it, and again while all of them are replayed. */
async function run({ servers, seed, strikes, mutant }: CaseContext): Promise<RunReport> {
  await using arena = await Arena.open({ servers, seed, mutant })
  const { world } = arena
  const { mysqlPools } = await resolveConfig(engineConfig(world.address))
  await using pool = new SqlPool(mysqlPools.default!)
  const desk = new DeadLetterDesk(pool, world.stream)
  const expected = new Map<string, CountedRow>()
  const ids = new EventIdSource(Date.now)
  let units = 0
  await arena.startConsumer()
  for (let strike = 0; strike < strikes; strike++) {
    const poisoned = 1 + strike * (HEALTHY + 1)
    const queued = unitsOf(poisoned)
    units += queued.length
    for (let id = poisoned; id <= poisoned + HEALTHY; id++)
      expected.set(String(id), { n: id === poisoned ? 1 + PARKED : 2, last: id === poisoned ? `${PARKED}` : 'healthy' })

    await killAt(arena, DYING, seed + strike, () => queue(world, ids, queued))
    await arena.expect('one is dead, the others are parked', PATIENCE_MS, async () => {
      const counts = await countsOf(world)
      return counts.letters === 1 && counts.parked === PARKED && (await world.redis.xlen(world.stream)) === 0
    })

    await allowPoison(world)
    await killAt(arena, REVIVAL, seed + strike, () => desk.retry({}))
    await arena.expect('nothing is dead or parked any more', PATIENCE_MS, async () => {
      const { letters, parked, keys } = await countsOf(world)
      return letters + parked + keys === 0
    })
    await refusePoison(world)
  }
  const found = await world.query<CountedRow & { id: string }>('SELECT id, n, last FROM fault_fragiles')
  const actual = new Map(found.map(({ id, n, last }) => [id, { n, last: last! }]))
  for (const finding of checkFinalRows('fragiles', expected, actual)) arena.find(finding)
  return { ...(await arena.judge()), units }
}

/** One that is refused, changes of the row that it would have made, and rows that have nothing to do with it. */
function unitsOf(poisoned: number): readonly ChangeEvent[] {
  const count = (id: number, last: string) => event(['update', 'Fragile', '@id', '+n', 'last'], id, 1, last)
  const others = Array.from({ length: HEALTHY }, (_, index) => poisoned + 1 + index)
  return [
    event(['insert', 'Fragile', '@id', 'poison', 'n'], poisoned, POISON, 1),
    ...others.map((id) => event(['insert', 'Fragile', '@id', 'n'], id, 1)),
    ...Array.from({ length: PARKED }, (_, index) => count(poisoned, `${index + 1}`)),
    ...others.map((id) => count(id, 'healthy')),
  ]
}

async function queue({ redis, stream }: FaultWorld, ids: EventIdSource, events: readonly ChangeEvent[]): Promise<void> {
  const entry = encodeEntry(
    ids.next(),
    events.map((one) => ({ events: [one] })),
  )
  await redis.xadd(stream, '*', 'e', entry)
}

/** Has the consumer begin, and kills it before or after one of the requests; another takes its place. */
async function killAt(
  arena: Arena,
  steps: readonly string[],
  turn: number,
  begin: () => Promise<unknown>,
): Promise<void> {
  const command = steps[turn % steps.length]!
  const moment = MOMENTS[Math.floor(turn / steps.length) % MOMENTS.length]!
  const victim = arena.holder
  const rule = arena.world.consumerMysql.inject({ command, action: { kind: moment, run: () => victim.kill() } })
  await begin()
  await arena.expect(`the request ${command}`, PATIENCE_MS, () => rule.struck > 0)
  await victim.exited
  rule.remove()
  arena.count(`kill -9 ${moment === 'holdBefore' ? 'before' : 'after'} ${command}`)
  await arena.startConsumer()
}

async function countsOf(world: FaultWorld): Promise<{ letters: number; parked: number; keys: number }> {
  const [row] = await world.query<{ letters: string; parked: string; keys: string }>(
    `SELECT (SELECT COUNT(*) FROM orm_lazy_dead_letter) AS letters, (SELECT COUNT(*) FROM orm_lazy_parked) AS parked,
      (SELECT COUNT(*) FROM orm_lazy_dead_key) AS \`keys\``,
  )
  return { letters: Number(row!.letters), parked: Number(row!.parked), keys: Number(row!.keys) }
}

export const killAtDeadLetter: FaultCase = {
  name: 'dead-letter-kill',
  row: 1,
  title: 'kill -9 of the consumer while a unit dies, others are parked behind it, and all are replayed',
  run,
}
