import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import type { ProducerMessage, ProducerSettings } from '../../processes/producer.js'
import { Child, type ChildOptions } from '../process/child.js'
import { type ConsumerMessage, readConsumerLine } from '../process/consumer-log.js'
import { moduleAt } from '../process/modules.js'
import { FaultProxy } from '../proxy/proxy.js'
import { until } from '../until.js'
import { CONSUMER_DEFAULTS, type ConsumerSettings, consumerConfig } from './consumer-settings.js'
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
  readonly #directory: string
  #consumers = 0
  #mysql: Connection | undefined

  static async open(address: EngineAddress): Promise<FaultWorld> {
    await createFaultTables(address.mysqlUrl)
    const [consumerRedis, producerRedis] = await startTwo('redis', address.redisUrl)
    const [consumerMysql, producerMysql] = await startTwo('mysql', address.mysqlUrl)
    const directory = await mkdtemp(join(tmpdir(), 'orm-fault-world-'))
    return new FaultWorld(address, directory, { consumerRedis, producerRedis, consumerMysql, producerMysql })
  }

  private constructor(
    address: EngineAddress,
    directory: string,
    proxies: Record<`${'consumer' | 'producer'}${'Redis' | 'Mysql'}`, FaultProxy>,
  ) {
    this.address = address
    this.#directory = directory
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

  /**
   * Starts `orm-gen consume` behind the proxies, and again while it ends because a server cannot be reached, as a
   * supervisor would. `onStart` learns of each; resolves when one is ready, or was killed.
   */
  async consumer(
    settings: Partial<ConsumerSettings>,
    options: Partial<ChildOptions>,
    onStart: (child: ConsumerChild) => void,
  ): Promise<ConsumerChild> {
    const address = this.#behind(this.consumerRedis, this.consumerMysql)
    const all: ConsumerSettings = { ...CONSUMER_DEFAULTS, address, ...settings }
    const config = join(this.#directory, `consumer-${++this.#consumers}.yaml`)
    await writeFile(config, JSON.stringify(consumerConfig(all)))
    const entities = fileURLToPath(moduleAt(all.entities))
    for (;;) {
      const child: ConsumerChild = new Child({
        entry: moduleAt('cli/main'),
        args: ['consume', '--config', config, '--entities', entities, '--log-level', 'debug'],
        readLine: readConsumerLine,
        ...options,
      })
      this.#children.push(child)
      onStart(child)
      if (!(await isUnreachable(child))) return child
    }
  }

  /** Starts a producer process behind the proxies; resolves when its first rows are queued. */
  async producer(
    settings: Pick<ProducerSettings, 'producer' | 'seed' | 'work'> & Partial<ProducerSettings>,
    options: Partial<ChildOptions> = {},
  ): Promise<ProducerChild> {
    const address = this.#behind(this.producerRedis, this.producerMysql)
    const child: ProducerChild = new Child({
      entry: moduleAt('test/fault/processes/producer'),
      args: [JSON.stringify({ ...PRODUCER_DEFAULTS, address, ...settings })],
      ...options,
    })
    this.#children.push(child)
    await child.heard('ready')
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
    await rm(this.#directory, { recursive: true, force: true })
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

const PRODUCER_DEFAULTS = {
  flushMs: 60_000,
  connectMs: 5_000,
  answerMs: 3_000,
  queryMs: 3_000,
  steps: Number.MAX_SAFE_INTEGER,
  stepsPerSecond: 1_000,
} as const

/** The exit code of a command that cannot reach a server. */
const UNREACHABLE = 4

/** Throws where the child ended for another reason than that, or than a kill. */
async function isUnreachable(child: ConsumerChild): Promise<boolean> {
  try {
    await child.heard('ready')
    return false
  } catch (error) {
    if (child.isRunning) throw error
    const { code, signal } = await child.exited
    if (signal !== 'SIGKILL' && code !== UNREACHABLE) throw error
    return code === UNREACHABLE
  }
}

async function startTwo(protocol: 'redis' | 'mysql', target: string): Promise<[FaultProxy, FaultProxy]> {
  return [await FaultProxy.start(protocol, target), await FaultProxy.start(protocol, target)]
}
