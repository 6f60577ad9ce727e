import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { BenchChild } from '../child/bench-child.js'
import { withConnections } from '../child/connections.js'
import type { BenchGroup, BenchSuite, Turn } from '../harness.js'
import { newPerson, newRow } from '../people.js'
import { insertPeople } from '../workloads.js'
import { type BenchWorld, openWorld } from '../world.js'

const EVENTS = 300
const VISIBLE_WITHIN_MS = 10_000

/** L1: how soon a lone change is in MySQL. */
export const latencySuite: BenchSuite = {
  name: 'latency',
  needs: 'servers',
  async open(setting) {
    const world = await openWorld(setting)
    const consumer = new BenchChild()
    const { mysqlUrl, redisUrl, namespace } = world
    await consumer.call('openConsumer', { mysqlUrl, redisUrl, namespace })
    await consumer.call('run')
    return {
      groups: [latencyGroup(world, setting.scaled(EVENTS))],
      async close() {
        await consumer.close()
        await world.close()
      },
    }
  },
}

function latencyGroup({ engine, mysql, mysqlUrl }: BenchWorld, events: number): BenchGroup {
  const flushes = () =>
    withConnections(mysqlUrl, 1, async ([watcher]): Promise<Turn> => {
      const times: number[] = []
      for (let event = 0; event < events; event++) {
        const person = newPerson()
        const started = performance.now()
        await engine.flushLazy(person)
        await visible(watcher!, person.id)
        times.push(performance.now() - started)
      }
      return { kind: 'times', times }
    })
  /** A statement of its own, prepared, on a connection that has nothing else to do. */
  const inserts = async (): Promise<Turn> => {
    await mysql.query('TRUNCATE people')
    const times: number[] = []
    for (let event = 0; event < events; event++) {
      const row = newRow()
      const started = performance.now()
      await mysql.execute(insertPeople(1), [...row])
      times.push(performance.now() - started)
    }
    await mysql.query('TRUNCATE people')
    return { kind: 'times', times }
  }
  const cases = [
    { percentile: 0.5, target: { atMost: 5 } },
    { percentile: 0.99, target: { atMost: 8 } },
  ].map(({ percentile, target }) => ({
    id: `L1-p${percentile * 100}`,
    title: `from flushLazy to a row that others see, nothing else queued, p${percentile * 100}`,
    unit: 'ms',
    percentile,
    target,
    ours: flushes,
    yardstick: { title: 'mysql2 INSERT, committed', measure: inserts },
  }))
  return { cases }
}

/** Asks again and again: between two questions lies a round trip, by which the time may be too long. */
async function visible(mysql: Connection, id: bigint): Promise<void> {
  const deadline = performance.now() + VISIBLE_WITHIN_MS
  while (performance.now() < deadline) {
    const [rows] = await mysql.execute<RowDataPacket[]>('SELECT 1 FROM people WHERE id = ?', [String(id)])
    if (rows.length === 1) return
    await nextTurn()
  }
  throw new Error(`row ${id} was not in MySQL within ${VISIBLE_WITHIN_MS} ms`)
}
