import { type ConsumerOptions, ENGINE_DEFAULTS } from 'orm-gen'
import { BenchChild } from '../child/bench-child.js'
import type { PersonEntity } from '../generated/index.js'
import { inFlight, type ValueTurn } from '../harness.js'
import { newPerson, personRow } from '../people.js'
import { insertPeople } from '../workloads.js'
import type { BenchWorld } from '../world.js'

/** As many callers flush at the same time, as in a busy server. */
const QUEUED_IN_FLIGHT = 100
/** Enough that every worker has its connection open and its code warm. */
const WARM_UP_EVENTS = ENGINE_DEFAULTS.consumer.workers * ENGINE_DEFAULTS.consumer.batchRows

export type BenchTable = 'people' | 'families' | 'members' | 'wide_records' | 'broad_records'

/** A world with a consumer in a process of its own, and a second process for what it is compared with. */
export class DrainStage {
  readonly world: BenchWorld
  /** Does nothing while the consumer is measured, and the other way round. */
  readonly yardstick = new BenchChild()
  readonly consumer = new BenchChild()

  private constructor(world: BenchWorld) {
    this.world = world
  }

  static async open(world: BenchWorld, options: ConsumerOptions = {}): Promise<DrainStage> {
    const stage = new DrainStage(world)
    const { mysqlUrl, redisUrl, namespace } = world
    await stage.consumer.call('openConsumer', { mysqlUrl, redisUrl, namespace, options })
    return stage
  }

  /** Opens the connections of a consumer, ours unless another is named, and leaves everything empty. */
  async warmUp(consumer: BenchChild = this.consumer): Promise<void> {
    await this.clear('people')
    await this.queuePeople(WARM_UP_EVENTS)
    await this.drain(WARM_UP_EVENTS, consumer)
    await this.clear('people')
  }

  /** Empties the tables, the ledger and the stream. */
  async clear(...tables: readonly BenchTable[]): Promise<void> {
    const { mysql, redis, stream } = this.world
    await redis.del(stream)
    await mysql.query('SET foreign_key_checks = 0')
    for (const table of [...tables, 'orm_lazy_event']) await mysql.query(`TRUNCATE ${table}`)
    await mysql.query('SET foreign_key_checks = 1')
  }

  /** People 1 to `count`, straight into the table. */
  async fillPeople(count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, index) => personRow(index + 1))
    for (let start = 0; start < count; start += 1_000) {
      const part = rows.slice(start, start + 1_000)
      await this.world.mysql.query(insertPeople(part.length), part.flat())
    }
  }

  /** Runs `flush` for 0 to `count - 1` in this order, a hundred in flight. */
  queue(count: number, flush: (index: number) => Promise<unknown>): Promise<void> {
    return inFlight(QUEUED_IN_FLIGHT, count, flush)
  }

  /** Queues new people, each in a flush of its own. */
  async queuePeople(count: number): Promise<readonly PersonEntity[]> {
    const people = Array.from({ length: count }, newPerson)
    await this.queue(count, (index) => this.world.engine.flushLazy(people[index]!))
    return people
  }

  /** Everything queued, `units` of them, to MySQL. */
  drain(units: number, consumer: BenchChild = this.consumer): Promise<ValueTurn> {
    return consumer.call('drain', { units, pids: this.world.pids })
  }

  async close(): Promise<void> {
    await Promise.all([this.consumer.close(), this.yardstick.close()])
    await this.world.close()
  }
}
