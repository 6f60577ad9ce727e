import { performance } from 'node:perf_hooks'
import { createPool } from 'mysql2/promise'
import { type BenchGroup, inFlight, type Turn } from '../harness.js'
import { newPerson, newRow } from '../people.js'
import type { BenchWorld } from '../world.js'

const CALLS = 1_500

const INSERT = 'INSERT INTO people (id, first_name, last_name, email, age, created_at) VALUES (?, ?, ?, ?, ?, ?)'

const TARGETS = [
  { callers: 1, target: { atMost: 0.5 } },
  { callers: 11, target: { atMost: 0.4 } },
  { callers: 50, target: { atMost: 0.4 } },
] as const

/** Q4: how long a request waits for a flush, against the INSERT that it would wait for otherwise. */
export async function latencyCases({ engine, redis, mysql, mysqlUrl, stream }: BenchWorld) {
  const pool = createPool({ uri: mysqlUrl, connectionLimit: 50, dateStrings: true })
  const flushes = (callers: number) => async () => {
    const turn = await timed(callers, newPerson, (person) => engine.flushLazy(person))
    await redis.del(stream)
    return turn
  }
  const inserts = (callers: number) => async () => {
    const turn = await timed(callers, newRow, (row) => pool.execute(INSERT, [...row]))
    await mysql.query('TRUNCATE people')
    return turn
  }
  const groups = TARGETS.map(({ callers, target }): BenchGroup => {
    const [ours, measure] = [flushes(callers), inserts(callers)]
    const cases = [0.5, 0.99].map((share) => ({
      id: `Q4-${callers}-p${share * 100}`,
      title: `time of an awaited flushLazy, ${callers} in flight, p${share * 100}`,
      unit: 'ms',
      target,
      percentile: share,
      ours,
      yardstick: { title: 'mysql2 INSERT', measure },
    }))
    return { cases }
  })
  return { groups, close: () => pool.end() }
}

async function timed<T>(callers: number, prepare: () => T, call: (prepared: T) => Promise<unknown>): Promise<Turn> {
  const times: number[] = []
  await inFlight(callers, CALLS, async () => {
    const prepared = prepare()
    const started = performance.now()
    await call(prepared)
    times.push(performance.now() - started)
  })
  return { kind: 'times', times }
}
