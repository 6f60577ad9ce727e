import { expect, test } from 'vitest'
import { DeadLetterDesk } from '../../runtime/database/dead-letter-desk.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { ConsumerRig } from '../support/consumer-rig.js'
import { event } from '../support/events.js'
import { until } from './lib/until.js'

const SCHEMA = `export const Fragile = defineEntity('fragiles', {
  id: id(), poison: int().unsigned().default(0), n: int().unsigned().default(0),
})`

/** Every error that RELIABILITY calls permanent. */
const PERMANENT = [1048, 1062, 1064, 1169, 1264, 1265, 1292, 1364, 1366, 1406, 1451, 1452, 1526, 1690, 3140, 3819, 4025]

const TRIGGER = `CREATE TRIGGER poison BEFORE INSERT ON fragiles FOR EACH ROW
  BEGIN
    DECLARE number INT DEFAULT NEW.poison;
    IF number > 0 THEN SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = number, MESSAGE_TEXT = 'poison'; END IF;
  END`

const insert = (id: number, poison: number) => event(['insert', 'Fragile', '@id', 'poison', 'n'], id, poison, 1)
const count = (id: number) => event(['update', 'Fragile', '@id', '+n'], id, 1)

test('1 % poison of every permanent error: each dies once, what depends on it waits, and a replay brings all back', async () => {
  await using rig = await ConsumerRig.create('poison', SCHEMA)
  await using pool = new SqlPool(rig.config.mysqlPools.default!)
  const desk = new DeadLetterDesk(pool, rig.stream)
  await rig.world.query(TRIGGER)
  const ids = Array.from({ length: PERMANENT.length * 100 }, (_, index) => index + 1)
  const poisonOf = (id: number) => (id % 100 === 50 ? PERMANENT[(id - 50) / 100]! : 0)
  await rig.queue(...ids.map((id) => [insert(id, poisonOf(id))]))
  await rig.queue(...ids.map((id) => [count(id)]))
  await drain(rig)

  const letters = await desk.list({}, 1_000)
  expect(letters.map(({ errorCode }) => Number(errorCode)).sort((a, b) => a - b)).toEqual(PERMANENT)
  expect(letters.every(({ parked }) => parked === 1)).toBe(true)
  expect(await rows(rig)).toEqual({ rows: ids.length - PERMANENT.length, least: 2, most: 2 })

  await rig.world.query('DROP TRIGGER poison')
  expect(await desk.retry({})).toBe(PERMANENT.length)
  await using consumer = rig.consumer()
  const stop = new AbortController()
  const running = consumer.run({ signal: stop.signal })
  await until('every dead letter is gone', 15_000, async () => (await desk.list()).length === 0)
  stop.abort()
  await running
  expect(await rows(rig)).toEqual({ rows: ids.length, least: 2, most: 2 })
}, 120_000)

async function drain(rig: ConsumerRig): Promise<void> {
  await using consumer = rig.consumer()
  await consumer.drain({ timeoutMs: 60_000 })
}

async function rows(rig: ConsumerRig): Promise<{ rows: number; least: number; most: number }> {
  const [row] = await rig.world.query<{ c: string; a: number; b: number }>(
    'SELECT COUNT(*) AS c, MIN(n) AS a, MAX(n) AS b FROM fragiles',
  )
  return { rows: Number(row?.c), least: Number(row?.a), most: Number(row?.b) }
}
