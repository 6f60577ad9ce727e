import type { ConsumerOptions } from 'orm-gen'
import { BenchChild } from '../child/bench-child.js'
import type { PersonEntity } from '../generated/index.js'
import { inFlight, type Turn } from '../harness.js'
import { newPerson } from '../people.js'
import type { BenchWorld } from '../world.js'

/** As many callers flush at the same time, as in a busy server. */
const QUEUED_IN_FLIGHT = 100
/** Enough that every worker has its connection open and its code warm. */
const WARM_UP_EVENTS = 6_000

/** A world with a consumer in a process of its own, and a second process for what it is compared with. */
export class DrainStage {
  readonly world: BenchWorld
  /** Does nothing while the consumer is measured, and the other way round. */
  readonly yardstick = new BenchChild()
  readonly #consumer = new BenchChild()

  private constructor(world: BenchWorld) {
    this.world = world
  }

  static async open(world: BenchWorld, options: ConsumerOptions = {}): Promise<DrainStage> {
    const stage = new DrainStage(world)
    const { mysqlUrl, redisUrl, namespace } = world
    await stage.#consumer.call('openConsumer', { mysqlUrl, redisUrl, namespace, options })
    return stage
  }

  /** Opens the consumer's connections and leaves everything empty. */
  async warmUp(): Promise<void> {
    await this.clear()
    await this.queuePeople(WARM_UP_EVENTS)
    await this.drain(WARM_UP_EVENTS)
    await this.clear()
  }

  /** Empties the tables, the ledger and the stream. */
  async clear(): Promise<void> {
    const { mysql, redis, stream } = this.world
    await redis.del(stream)
    await mysql.query('TRUNCATE people')
    await mysql.query('TRUNCATE orm_lazy_event')
  }

  /** Queues new people, each in a flush of its own, a hundred in flight. */
  async queuePeople(count: number): Promise<readonly PersonEntity[]> {
    const people = Array.from({ length: count }, newPerson)
    await inFlight(QUEUED_IN_FLIGHT, count, (index) => this.world.engine.flushLazy(people[index]!))
    return people
  }

  /** Everything queued, `units` of them, to MySQL. */
  drain(units: number): Promise<Turn> {
    return this.#consumer.call('drain', { units, pids: this.world.pids })
  }

  async close(): Promise<void> {
    await Promise.all([this.#consumer.close(), this.yardstick.close()])
    await this.world.close()
  }
}
