import { Redis } from 'ioredis'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import type { ConsumerMessage, ConsumerSettings } from '../../processes/consumer.js'
import type { ProducerMessage, ProducerSettings } from '../../processes/producer.js'
import { Child, type ChildOptions } from '../process/child.js'
import { FaultProxy } from '../proxy/proxy.js'
import { until } from '../until.js'
import type { EngineAddress } from './engine-address.js'
import { createFaultTables } from './tables.js'

export type ConsumerChild = Child<ConsumerMessage>
export type ProducerChild = Child<ProducerMessage>

/** The stream that all entities of the fault schemas use, before its namespace. */
const STREAM = 'orm-lazy-channel'

/**
 * Tables, proxies before both servers, one pair for consumers and one for producers, and the children that are started.
 * The servers themselves belong to the caller: shared ones where only connections are hurt, private ones else.
 */
export class FaultWorld implements AsyncDisposable {
  readonly address: EngineAddress
  readonly consumerRedis: FaultProxy
  readonly consumerMysql: FaultProxy
  readonly producerRedis: FaultProxy
  readonly producerMysql: FaultProxy
  readonly #children: AsyncDisposable[] = []
  readonly #redis: Redis
  #mysql: Connection | undefined

  static async open(address: EngineAddress): Promise<FaultWorld> {
    await createFaultTables(address.mysqlUrl)
    const [consumerRedis, producerRedis] = await startTwo('redis', address.redisUrl)
    const [consumerMysql, producerMysql] = await startTwo('mysql', address.mysqlUrl)
    return new FaultWorld(address, { consumerRedis, producerRedis, consumerMysql, producerMysql })
  }

  private constructor(
    address: EngineAddress,
    proxies: Record<`${'consumer' | 'producer'}${'Redis' | 'Mysql'}`, FaultProxy>,
  ) {
    this.address = address
    this.consumerRedis = proxies.consumerRedis
    this.producerRedis = proxies.producerRedis
    this.consumerMysql = proxies.consumerMysql
    this.producerMysql = proxies.producerMysql
    this.#redis = new Redis<'legacy'>(address.redisUrl, { retryStrategy: () => 50, maxRetriesPerRequest: 0 })
    this.#redis.on('error', () => undefined)
  }

  /** A direct connection to Redis, past the proxies. */
  get redis(): Redis {
    return this.#redis
  }

  get stream(): string {
    return `${this.address.namespace}:${STREAM}`
  }

  /** Starts a consumer process behind the proxies. */
  async consumer(
    settings: Partial<ConsumerSettings> = {},
    options: Partial<ChildOptions> = {},
  ): Promise<ConsumerChild> {
    const child: ConsumerChild = new Child({
      entry: new URL('../../processes/consumer.ts', import.meta.url),
      settings: { ...CONSUMER_DEFAULTS, address: this.#behind(this.consumerRedis, this.consumerMysql), ...settings },
      ...options,
    })
    this.#children.push(child)
    await child.heard('ready')
    return child
  }

  /** Starts a producer process behind the proxies; resolves when its first rows are queued. */
  async producer(
    settings: Pick<ProducerSettings, 'producer' | 'seed' | 'work'> & Partial<ProducerSettings>,
    options: Partial<ChildOptions> = {},
  ): Promise<ProducerChild> {
    const child: ProducerChild = new Child({
      entry: new URL('../../processes/producer.ts', import.meta.url),
      settings: { ...PRODUCER_DEFAULTS, address: this.#behind(this.producerRedis, this.producerMysql), ...settings },
      ...options,
    })
    this.#children.push(child)
    await child.heard('ready', 60_000)
    return child
  }

  /** Reads the database past the proxies, on a connection that is opened anew when the server was restarted. */
  async query<T>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    const connection = this.#mysql ?? (await this.#connect())
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql, [...values])
      return rows as unknown as readonly T[]
    } catch (error) {
      connection.destroy()
      this.#mysql = undefined
      throw error
    }
  }

  /** Resolves when nothing is left in the stream: every unit is applied, dead or parked. */
  async settled(timeoutMs: number): Promise<void> {
    await until('the stream is empty', timeoutMs, async () => (await this.#redis.xlen(this.stream)) === 0)
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child[Symbol.asyncDispose]()))
    await Promise.all(
      [this.consumerRedis, this.consumerMysql, this.producerRedis, this.producerMysql].map((proxy) => proxy.close()),
    )
    this.#redis.disconnect()
    this.#mysql?.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #connect(): Promise<Connection> {
    const connection = await createConnection({ uri: this.address.mysqlUrl, ...EXACT })
    connection.on('error', () => undefined)
    this.#mysql = connection
    return connection
  }

  #behind(redis: FaultProxy, mysql: FaultProxy): EngineAddress {
    return { ...this.address, redisUrl: redis.url, mysqlUrl: mysql.url }
  }
}

const EXACT = { supportBigNumbers: true, bigNumberStrings: true, dateStrings: true, timezone: 'Z' } as const

/** A short lease, so that a takeover takes seconds. */
export const CONSUMER_DEFAULTS = {
  workers: 4,
  leaseMs: 1_500,
  queryMs: 3_000,
  retentionMs: 3_600_000,
  batchRows: 500,
} as const

const PRODUCER_DEFAULTS = { flushMs: 60_000, steps: Number.MAX_SAFE_INTEGER, stepsPerSecond: 1_000 } as const

async function startTwo(protocol: 'redis' | 'mysql', target: string): Promise<[FaultProxy, FaultProxy]> {
  return [await FaultProxy.start(protocol, target), await FaultProxy.start(protocol, target)]
}
