import { createTables } from '../../codegen/sql/index.js'
import { BackgroundConsumer, type BackgroundConsumerOptions } from '../../runtime/background-consumer.js'
import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'
import type { Table } from '../../runtime/entity/index.js'
import { encodeEntry } from '../../runtime/event/encode-entry.js'
import { EventIdSource, unitEventIds } from '../../runtime/event/event-id.js'
import type { ChangeEvent } from '../../runtime/event/unit.js'
import type { Logger } from '../../runtime/ports.js'
import { modelsOf } from './schema-models.js'
import type { TestServers } from './servers.js'
import { tablesOf } from './tables.js'
import { createWorld, type World } from './world.js'

export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** A stream with its tables, and consumers of it; entries are written without a producer. */
export class ConsumerRig implements AsyncDisposable {
  readonly world: World
  readonly tables: readonly Table[]
  readonly stream: string
  readonly #ids: EventIdSource
  readonly #config: Awaited<ReturnType<typeof resolveConfig>>
  readonly #consumers: BackgroundConsumer[] = []

  private constructor(world: World, tables: readonly Table[], config: ConsumerRig['config'], now: () => number) {
    this.world = world
    this.tables = tables
    this.#config = config
    this.stream = config.streams[0]!.key
    this.#ids = new EventIdSource(now)
  }

  /** `schema` is the text of a schema file; its tables are created. */
  static async create(
    name: string,
    schema: string,
    now: () => number = Date.now,
    on: Partial<TestServers> = {},
  ): Promise<ConsumerRig> {
    const world = await createWorld(name, on)
    const models = modelsOf(
      `import { bool, datetime, decimal, defineEntity, id, int, ref, uuid, varchar, bigint } from 'orm-gen/schema'\n${schema}`,
    )
    for (const sql of [...createTables(models), ...BOOKKEEPING_TABLES]) await world.query(sql)
    const config = await resolveConfig({
      default: { mysql: world.mysqlUrl, redis: { address: world.redisUrl, namespace: world.namespace } },
    })
    return new ConsumerRig(world, tablesOf(models), config, now)
  }

  get config() {
    return this.#config
  }

  consumer(options: BackgroundConsumerOptions = {}): BackgroundConsumer {
    return this.#consume(this.#config, options)
  }

  /** A consumer that logs in to MySQL as somebody else. */
  consumerAs(account: { readonly user: string; readonly password: string }): BackgroundConsumer {
    const mysqlPools = { default: { ...this.#config.mysqlPools.default!, ...account } }
    return this.#consume({ ...this.#config, mysqlPools }, {})
  }

  /** The text of an entry with these units. */
  entry(...units: readonly (readonly ChangeEvent[])[]): string {
    return this.#build(units).text
  }

  /** Queues units in one entry; returns their event ids. */
  async queue(...units: readonly (readonly ChangeEvent[])[]): Promise<string[]> {
    const { baseId, text } = this.#build(units)
    await this.world.redis.xadd(this.stream, '*', 'e', text)
    const idOf = unitEventIds(baseId)
    return units.map((_, index) => idOf(index))
  }

  /** Applies everything that is queued and closes again. */
  async drain(options: BackgroundConsumerOptions = {}): Promise<void> {
    await using consumer = this.consumer(options)
    await consumer.drain({ timeoutMs: 15_000 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.close()))
    await this.world.close()
  }

  #build(units: readonly (readonly ChangeEvent[])[]) {
    const baseId = this.#ids.next()
    const drafts = units.map((events) => ({ events }))
    return { baseId, text: encodeEntry(baseId, drafts) }
  }

  #consume(config: ConsumerRig['config'], options: BackgroundConsumerOptions): BackgroundConsumer {
    const consumer = new BackgroundConsumer({ config, tables: this.tables, logger: SILENT }, options)
    this.#consumers.push(consumer)
    return consumer
  }
}
