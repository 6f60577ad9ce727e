import { DeadLetterDesk } from '../../../runtime/database/dead-letter-desk.js'
import { SqlPool } from '../../../runtime/database/pool.js'
import { ConsumerRig } from '../../support/consumer-rig.js'
import type { RunReport } from '../lib/arena/arena.js'
import type { Finding } from '../lib/oracle/finding.js'
import { until } from '../lib/until.js'
import { healthy, MENDED, missingParent, PERMANENT, POISON_SCHEMA, poisonOf, STRICTER } from '../workload/poison.js'
import type { CaseContext, FaultCase } from './fault-case.js'

/** Of each error, a strike. Five strikes are 102,000 units. */
const POISON_A_STRIKE = 12
const UNITS_A_POISON = 100
const PATIENCE_MS = 600_000

/** One unit of a hundred is refused for good; somebody mends the cause and has it applied again. */
async function run({ servers, strikes }: CaseContext): Promise<RunReport> {
  return poison({ redisUrl: servers.redis.url, mysqlUrl: servers.mysql.url }, strikes * POISON_A_STRIKE)
}

/** `ofEach` is how often each error is provoked. */
export async function poison(
  on: { readonly redisUrl: string; readonly mysqlUrl: string },
  ofEach: number,
): Promise<RunReport> {
  await using rig = await ConsumerRig.create('poison', POISON_SCHEMA, Date.now, on)
  await using pool = new SqlPool(rig.config.mysqlPools.default!)
  const { world } = rig
  for (const sql of STRICTER) await world.query(sql)
  const desk = new DeadLetterDesk(pool, rig.stream)
  const [version] = await world.query<{ v: string }>('SELECT VERSION() AS v')
  const server = version!.v.includes('MariaDB') ? 'MariaDB' : 'MySQL'

  const judge = new Judge()
  const poisoned = new Set<string>()
  let units = 0
  let healthyRows = 0
  const missingParents: number[] = []
  for (let round = 0; round < ofEach * PERMANENT.length; round++) {
    const errno = PERMANENT[round % PERMANENT.length]!
    const firstId = (round + 1) * UNITS_A_POISON
    const { before, poison, dependant } = poisonOf(errno, firstId, server)
    const others = UNITS_A_POISON - before.length - 2
    const rows = Array.from({ length: others }, (_, index) => [healthy(firstId + index + 1)])
    const sent = [...before.map((event) => [event]), [poison], ...rows, [dependant]]
    poisoned.add((await rig.queue(...sent))[before.length]!)
    units += sent.length
    healthyRows += others
    if (errno === 1452) missingParents.push(missingParent(firstId))
  }

  await using consumer = rig.consumer({ pauseAfter: Number.MAX_SAFE_INTEGER })
  await consumer.drain({ timeoutMs: PATIENCE_MS })
  const letters = await desk.list({}, poisoned.size + 1)
  for (const errno of PERMANENT) {
    const ofErrno = letters.filter(({ errorCode }) => errorCode === String(errno))
    judge.equal('unexpected', `letters of ${errno}`, ofErrno.length, ofEach)
  }
  judge.equal('unexpected', 'letters', letters.length, poisoned.size)
  for (const { eventId, errorCode } of letters)
    if (!poisoned.has(eventId)) judge.add('unexpected', `unit ${eventId}`, `died of ${errorCode} without poison`)
  for (const { eventId, parked } of letters) judge.equal('unexpected', `behind ${eventId}`, parked, 1)
  const applied = await world.query<{ c: string }>("SELECT COUNT(*) AS c FROM items WHERE n = 1 AND must = ''")
  judge.equal('lost', 'healthy rows', Number(applied[0]!.c), healthyRows)

  for (const sql of MENDED) await world.query(sql)
  await world.query('INSERT INTO parents (id, name) VALUES ?', [missingParents.map((id) => [id, 'mended'])])
  judge.equal('lost', 'letters that were retried', await desk.retry({}), poisoned.size)
  const stop = new AbortController()
  const running = consumer.run({ signal: stop.signal })
  await until('nothing is dead or parked any more', PATIENCE_MS, async () => {
    const [left] = await world.query<{ c: string }>(
      'SELECT (SELECT COUNT(*) FROM orm_lazy_dead_letter) + (SELECT COUNT(*) FROM orm_lazy_parked) AS c',
    )
    return Number(left!.c) === 0
  })
  stop.abort()
  await running

  for (const table of ['items', 'slots', 'lackings']) {
    const found = await world.query<{ n: number; c: string }>(
      `SELECT n, COUNT(*) AS c FROM ${table} GROUP BY n ORDER BY n`,
    )
    const twos = { items: ofEach * (PERMANENT.length - 2), slots: ofEach, lackings: ofEach }[table]!
    const expected = [...(table === 'items' ? [[1, healthyRows]] : []), [2, twos]]
    judge.equal('lost', table, JSON.stringify(found.map(({ n, c }) => [n, Number(c)])), JSON.stringify(expected))
  }
  const again = await world.query<{ c: string }>("SELECT COUNT(*) AS c FROM parents WHERE name = 'again'")
  judge.equal('reordered', 'parents that were deleted and inserted again', Number(again[0]!.c), ofEach)
  return { faults: { 'poisoned unit': poisoned.size }, units, recoveriesMs: {}, findings: judge.findings }
}

class Judge {
  readonly findings: Finding[] = []

  add(kind: Finding['kind'], row: string, detail: string): void {
    this.findings.push({ kind, row, detail })
  }

  equal(kind: Finding['kind'], row: string, seen: number | string, expected: number | string): void {
    if (seen !== expected) this.add(kind, row, `${seen} instead of ${expected}`)
  }
}

export const poisonCase: FaultCase = {
  name: 'poison',
  row: 7,
  title: '1 % of the units refused by every permanent error, mended and retried',
  run,
}
