import { checkNumberedPeople } from '../check-rows.js'
import { BenchChild } from '../child/bench-child.js'
import {
  type BenchGroup,
  type BenchSetting,
  type BenchSuite,
  inFlight,
  type Measure,
  type ValueTurn,
} from '../harness.js'
import { newPerson } from '../people.js'
import { type BenchWorld, openWorld } from '../world.js'

const HEAP_MEGABYTES = 128
const BACKLOGS = { small: 10_000, medium: 100_000, large: 1_000_000 } as const

/** M1 and D9: what a backlog costs, by drains in processes whose heap has 128 MB and that end when it is not enough. */
export const memorySuite: BenchSuite = {
  name: 'memory',
  needs: 'servers',
  async open(setting) {
    const world = await openWorld(setting)
    return { groups: [backlogGroup(world, setting)], close: () => world.close() }
  },
}

function backlogGroup(world: BenchWorld, { scaled }: BenchSetting): BenchGroup {
  // As many units in all as the next larger: what the process needs to get going must not pass for the backlog's.
  const small = new BacklogDrain(world, scaled(BACKLOGS.small), BACKLOGS.medium / BACKLOGS.small)
  const medium = new BacklogDrain(world, scaled(BACKLOGS.medium), 1)
  const large = new BacklogDrain(world, scaled(BACKLOGS.large), 1)
  const shown = (count: number) => count.toLocaleString('en-US')
  return {
    // Ten seconds and more each: one round says enough.
    rounds: 1,
    cases: [
      {
        id: 'D9',
        title: `drain ${shown(large.units)} waiting units in a heap of ${HEAP_MEGABYTES} MB`,
        unit: '/s',
        target: { atLeast: 0.8 },
        ours: large.rate,
        yardstick: { title: `${shown(medium.units)} waiting`, measure: medium.rate },
      },
      {
        id: 'M1',
        title: `most memory that the process took with ${shown(large.units)} waiting units`,
        unit: 'MB',
        target: { atMost: 1.2 },
        ours: large.memory,
        yardstick: { title: `${shown(small.units)} waiting, ${small.times} times`, measure: small.memory },
      },
    ],
  }
}

/** Backlogs of a size, one after the other in one process. Two measures ask for it; the first one runs it. */
class BacklogDrain {
  readonly units: number
  readonly times: number
  readonly #world: BenchWorld
  #result: Promise<{ readonly turn: ValueTurn; readonly megabytes: number }> | undefined

  constructor(world: BenchWorld, units: number, times: number) {
    this.#world = world
    this.units = units
    this.times = times
  }

  readonly rate: Measure = async () => (await this.#once()).turn

  readonly memory: Measure = async () => ({ kind: 'value', value: (await this.#once()).megabytes })

  #once() {
    this.#result ??= this.#run()
    return this.#result
  }

  async #run() {
    const { mysqlUrl, redisUrl, namespace } = this.#world
    const consumer = new BenchChild([`--max-old-space-size=${HEAP_MEGABYTES}`])
    try {
      await consumer.call('openConsumer', { mysqlUrl, redisUrl, namespace })
      let turn = await this.#drain(consumer)
      for (let time = 1; time < this.times; time++) turn = await this.#drain(consumer)
      return { turn, megabytes: await consumer.call('peakMemory') }
    } finally {
      await consumer.close()
    }
  }

  async #drain(consumer: BenchChild): Promise<ValueTurn> {
    const { engine, redis, mysql, stream, pids } = this.#world
    await redis.del(stream)
    for (const table of ['people', 'orm_lazy_event']) await mysql.query(`TRUNCATE ${table}`)
    await inFlight(100, this.units, () => engine.flushLazy(newPerson()))
    const turn = await consumer.call('drain', { units: this.units, pids })
    await checkNumberedPeople(mysql, this.units)
    return turn
  }
}
