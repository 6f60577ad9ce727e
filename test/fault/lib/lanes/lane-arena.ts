import { setTimeout } from 'node:timers/promises'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { createEngine, type Engine, type EngineOptions } from 'orm-gen'
import type { LaneConsumerMessage, LaneConsumerSettings } from '../../processes/lane-consumer.js'
import { Flushes } from '../../workload/flushes.js'
import type { RunReport } from '../arena/arena.js'
import { checkAppliedOrder } from '../oracle/applied-order.js'
import type { Finding } from '../oracle/finding.js'
import { Child } from '../process/child.js'
import { moduleAt } from '../process/modules.js'
import { type Random, randomOf } from '../random.js'
import { until } from '../until.js'
import { laneClasses } from './lane-classes.js'
import { LaneWriter } from './lane-writer.js'
import { createLanes, LANE_MODELS, LANES } from './lanes.js'

export interface LaneArenaOptions {
  /** An empty database. */
  readonly mysqlUrl: string
  /** The default pool's part about Redis. */
  readonly redis: object
  readonly seed: number
  readonly mutant?: string | undefined
  readonly producer?: EngineOptions
}

const CLASSES = laneClasses(LANE_MODELS)
const LEASE_MS = 1_500
/** Far beyond what is promised (lease + 5 s), for a machine that is busy: what takes longer stands still. */
const STANDSTILL_MS = 60_000
const ROWS_A_LANE = 2

export type LaneConsumer = Child<LaneConsumerMessage>

/** Several streams under a steady load, and processes that share them. */
export class LaneArena implements AsyncDisposable {
  readonly random: Random
  readonly #options: LaneArenaOptions
  readonly #engine: Engine
  readonly #mysql: Connection
  readonly #writers: readonly LaneWriter[]
  readonly #flushes = new Flushes()
  readonly #consumers: LaneConsumer[] = []
  readonly #faults: Record<string, number> = {}
  readonly #findings: Finding[] = []

  static async open(options: LaneArenaOptions): Promise<LaneArena> {
    await createLanes(options.mysqlUrl)
    const mysql = await createConnection(options.mysqlUrl)
    const engine = await createEngine(configOf(options) as never, {
      ...options.producer,
      entities: CLASSES,
      deadlines: { flushMs: 60_000 },
    })
    return new LaneArena(options, engine, mysql)
  }

  private constructor(options: LaneArenaOptions, engine: Engine, mysql: Connection) {
    this.random = randomOf(options.seed)
    this.#options = options
    this.#engine = engine
    this.#mysql = mysql
    this.#writers = LANES.flatMap((lane, index) =>
      Array.from({ length: ROWS_A_LANE }, (_, id) => {
        return new LaneWriter(lane, CLASSES[index]!, id + 1, engine, this.#flushes)
      }),
    )
  }

  get consumers(): readonly LaneConsumer[] {
    return this.#consumers.filter(({ isRunning }) => isRunning)
  }

  async startConsumer(): Promise<LaneConsumer> {
    const { mutant } = this.#options
    const settings: LaneConsumerSettings = { config: configOf(this.#options), models: LANE_MODELS, leaseMs: LEASE_MS }
    const child: LaneConsumer = new Child({
      entry: moduleAt('test/fault/processes/lane-consumer'),
      args: [JSON.stringify(settings)],
      ...(mutant !== undefined && { mutant }),
    })
    this.#consumers.push(child)
    await child.heard('ready')
    return child
  }

  /** Counts a fault, and waits until every stream goes on, evenly shared by who is alive. */
  async strike(fault: string, act: () => Promise<unknown>): Promise<void> {
    this.#faults[fault] = (this.#faults[fault] ?? 0) + 1
    await act()
    await this.#expect(`the streams are shared evenly after ${fault}`, async () => isEven(await this.#shares()))
    const reached = this.#writers.map(({ promised }) => promised)
    await this.#expect(`every row changes after ${fault}`, async () => {
      const applied = await this.#applied()
      return this.#writers.every((writer, index) => (applied.get(writer.row)?.at(-1) ?? 0) > reached[index]!)
    })
  }

  async pause(): Promise<void> {
    await setTimeout(this.random.between(50, 600))
  }

  /** Ends the load, waits until all of it has arrived, and judges. */
  async judge(): Promise<RunReport> {
    await Promise.all(this.#writers.map((writer) => writer.stop()))
    await this.#expect('everything that was promised arrives', async () => {
      const applied = await this.#applied()
      return this.#writers.every(({ row, promised }) => applied.get(row)?.includes(promised))
    })
    const chains = this.#writers.map(({ row, promised }) => ({ row, producer: 'p', promised, attempted: promised }))
    const arrived = [...(await this.#applied())].flatMap(([row, changes]) =>
      changes.map((change) => ({ row, producer: 'p', change })),
    )
    const letters = await this.#query<{ message: string }>('SELECT message FROM orm_lazy_dead_letter LIMIT 5')
    return {
      faults: this.#faults,
      units: this.#flushes.counts.resolved,
      recoveriesMs: {},
      findings: [
        ...this.#findings,
        ...checkAppliedOrder(chains, arrived),
        ...letters.map(({ message }): Finding => ({ kind: 'unexpected', row: 'a dead letter', detail: message })),
      ],
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#writers.map((writer) => writer.stop()))
    await Promise.all(this.#consumers.map((child) => child[Symbol.asyncDispose]()))
    await this.#engine.close()
    this.#mysql.destroy()
  }

  async #expect(what: string, probe: () => Promise<boolean | undefined>): Promise<void> {
    try {
      await until(what, STANDSTILL_MS, probe)
    } catch (error) {
      const shares = await this.#shares().catch(String)
      const detail = `${error}; streams by process: ${JSON.stringify(shares)}`
      this.#findings.push({ kind: 'stuck', row: 'streams', detail })
    }
  }

  /** How many streams each living process holds. */
  async #shares(): Promise<readonly number[]> {
    const held = await this.#query<{ owner: string }>(
      `SELECT owner FROM orm_lazy_lease WHERE part LIKE '%orm-lane-%' AND expires_at > UTC_TIMESTAMP(6)`,
    )
    return this.consumers.map(({ pid }) => held.filter(({ owner }) => owner.split(':')[1] === String(pid)).length)
  }

  async #applied(): Promise<ReadonlyMap<string, readonly number[]>> {
    const changes = new Map<string, number[]>()
    const rows = await this.#query<{ lane: string; id: number; changed: number }>(
      'SELECT lane, id, changed FROM lane_audit ORDER BY seq',
    )
    for (const { lane, id, changed } of rows) {
      const row = `${lane} ${id}`
      const list = changes.get(row)
      if (list === undefined) changes.set(row, [changed])
      else list.push(changed)
    }
    return changes
  }

  async #query<T>(sql: string): Promise<readonly T[]> {
    const [rows] = await this.#mysql.query<RowDataPacket[]>(sql)
    return rows as unknown as readonly T[]
  }
}

/** All streams are held, and no two processes differ by more than one. */
function isEven(shares: readonly number[]): boolean {
  const held = shares.reduce((sum, one) => sum + one, 0)
  return held === LANES.length && Math.max(...shares) - Math.min(...shares) <= 1
}

function configOf({ mysqlUrl, redis }: LaneArenaOptions): object {
  return { default: { mysql: mysqlUrl, ...redis } }
}
