import { availableParallelism } from 'node:os'
import type { RowDataPacket } from 'mysql2/promise'
import { type CpuPerEvent, countCpu } from '../cpu.js'
import { DrainStage } from '../drain/stage.js'
import {
  type BenchCase,
  type BenchSetting,
  type BenchSuite,
  type Measure,
  measured,
  median,
  type Turn,
} from '../harness.js'
import { newPerson } from '../people.js'
import { openWorld } from '../world.js'
import { coresFor, costOf, type EventCost, predictedRate, totalCost } from './model.js'

const MOST_STREAMS = 4
const EVENTS_A_STREAM = 20_000
const MILLION = 1_000_000
/** A core for each 10,000 events a second. */
const MOST_CORES = 100
const CORES = availableParallelism()

/**
 * One to four streams, each with a database of its own on one server, and a consumer process for each. What one stream
 * costs by part, the model, is held against what more of them do.
 */
export const scaleSuite: BenchSuite = {
  name: 'scale',
  needs: 'servers',
  async open(setting) {
    const stages: DrainStage[] = []
    for (let count = 0; count < MOST_STREAMS; count++) stages.push(await DrainStage.open(await openWorld(setting)))
    const scale = new Scale(stages, setting)
    return {
      groups: [{ cases: scale.cases() }],
      async close() {
        for (const stage of stages) await stage.close()
      },
    }
  },
}

class Scale {
  readonly #stages: readonly DrainStage[]
  readonly #setting: BenchSetting
  readonly #events: number
  /** Of the last turns: what the model is made of. */
  #queued: EventCost | undefined
  #drained: EventCost | undefined

  constructor(stages: readonly DrainStage[], setting: BenchSetting) {
    this.#stages = stages
    this.#setting = setting
    this.#events = setting.scaled(EVENTS_A_STREAM)
  }

  cases(): readonly BenchCase[] {
    const byStreams = Array.from({ length: MOST_STREAMS }, (_, index): BenchCase => {
      const streams = index + 1
      return {
        id: `S${streams}`,
        title: `drain ${streams} ${streams === 1 ? 'stream' : 'streams'}, a consumer process each, on ${CORES} cores`,
        unit: '/s',
        target: { atLeast: 0.5 },
        ours: this.#drain(streams),
        yardstick: {
          title: 'the model: the cost of one stream, and the cores that there are',
          measure: this.#predict(streams),
        },
      }
    })
    return [
      {
        id: 'S5',
        title: 'queue, a flush each, 100 in flight',
        unit: '/s',
        target: { atLeast: 1_000 },
        ours: this.#queue,
      },
      ...byStreams,
      {
        id: 'S6',
        title: 'that a million events a second would keep busy, from flush to row, all parts together',
        unit: 'cores',
        target: { atMost: MOST_CORES },
        ours: this.#wholeCost,
      },
      {
        id: 'S7',
        title: 'of an event in Redis, while it waits',
        unit: 'bytes',
        target: { atMost: 300 },
        ours: this.#bytes,
      },
    ]
  }

  readonly #queue: Measure = async () => {
    const [stage] = this.#stages as readonly [DrainStage]
    await stage.clear('people')
    const people = Array.from({ length: this.#events }, newPerson)
    const turn = await measured(this.#events, this.#setting.pids, () =>
      stage.queue(people.length, (index) => stage.world.engine.flushLazy(people[index]!)),
    )
    if (turn.kind === 'value') this.#queued = costOf(turn.cpu)
    await stage.clear('people')
    return turn
  }

  #drain(streams: number): Measure {
    return async () => {
      const stages = this.#stages.slice(0, streams)
      for (const stage of stages) {
        await stage.warmUp()
        await stage.queuePeople(this.#events)
      }
      const cpu = countCpu(this.#setting.pids)
      const turns = await Promise.all(stages.map((stage) => stage.drain(this.#events)))
      const events = this.#events * streams
      // The slowest began with the others: what all of them did, they did in its time.
      const slowest = Math.min(...turns.map((turn) => (turn.kind === 'value' ? turn.value : 0)))
      const node = median(turns.map((turn) => (turn.kind === 'value' ? (turn.cpu?.node ?? 0) : 0)))
      const counted: CpuPerEvent = { ...cpu(events), node }
      for (const stage of stages) await assertRows(stage, this.#events)
      if (streams === 1) this.#drained = costOf(counted)
      return { kind: 'value', value: slowest * streams, cpu: counted }
    }
  }

  #predict(streams: number): Measure {
    return async () => value(this.#drained === undefined ? Number.NaN : predictedRate(this.#drained, streams, CORES))
  }

  readonly #wholeCost: Measure = async () => {
    const [queued, drained] = [this.#queued, this.#drained]
    if (queued === undefined || drained === undefined) return value(Number.NaN)
    const sum = (of: (cost: EventCost) => number) => of(queued) + of(drained)
    const cpu = {
      node: sum(({ node }) => node),
      redis: sum(({ redis }) => redis),
      database: sum(({ database }) => database),
    }
    return { kind: 'value', value: totalCost(coresFor(cpu, MILLION)), cpu }
  }

  readonly #bytes: Measure = async () => {
    const [stage] = this.#stages as readonly [DrainStage]
    const { redis, stream } = stage.world
    await stage.clear('people')
    await stage.queuePeople(this.#events)
    const used = (await redis.memory('USAGE', stream, 'SAMPLES', 0)) ?? Number.NaN
    await stage.clear('people')
    return value(used / this.#events)
  }
}

async function assertRows({ world }: DrainStage, expected: number): Promise<void> {
  const [[row]] = await world.mysql.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM people')
  if (Number(row?.n) !== expected) throw new Error(`people has ${row?.n} rows and not ${expected}`)
}

function value(of: number): Turn {
  return { kind: 'value', value: of }
}
