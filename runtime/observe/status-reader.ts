import type { EngineConfig, RedisPoolConfig, StreamConfig } from '../config/engine-config.js'
import { type ConsumerFacts, readConsumerFacts } from '../database/consumer-facts.js'
import { DatabaseUnreachableError } from '../database/database-unreachable-error.js'
import { SqlPool } from '../database/pool.js'
import { ObserverClient } from '../stream/observer-client.js'
import type { RedisUnreachableError } from '../stream/redis-unreachable-error.js'
import { readStreamFacts, type StreamFacts } from '../stream/stream-facts.js'
import type { StreamStatus, Unreachable } from './stream-status.js'

/** Gathers the facts of all streams, again and again if need be, over one connection a server. */
export class StatusReader implements AsyncDisposable {
  readonly #streams: readonly StreamConfig[]
  readonly #redis: ReadonlyMap<string, ObserverClient>
  readonly #mysql: ReadonlyMap<string, SqlPool>

  /** `streams` are those of the configuration, or of the entities, where they name more. */
  constructor(config: EngineConfig, streams: readonly StreamConfig[] = config.streams) {
    const { connectMs, answerMs, queryMs } = config.settings.deadlines
    const redisPool = (pool: RedisPoolConfig) => new ObserverClient(pool, connectMs, answerMs)
    this.#streams = streams
    this.#redis = mapValues(config.redisPools, redisPool)
    this.#mysql = mapValues(config.mysqlPools, (pool) => new SqlPool(pool, { connectMs, queryMs, size: 2 }))
  }

  /** In the order of the configuration. Never rejects: a server that is away is a fact. */
  read(): Promise<readonly StreamStatus[]> {
    return Promise.all(
      this.#streams.map(async (stream) => {
        const [redis, database] = await Promise.all([this.#readRedis(stream), this.#readDatabase(stream)])
        return { stream, redis, database }
      }),
    )
  }

  async close(): Promise<void> {
    for (const client of this.#redis.values()) client.close()
    await Promise.all([...this.#mysql.values()].map((pool) => pool.close()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #readRedis({ redisPool, key, group }: StreamConfig): Promise<StreamFacts | Unreachable> {
    try {
      return await this.#redis.get(redisPool)!.run((client) => readStreamFacts(client, key, group))
    } catch (error) {
      return { unreachable: error as RedisUnreachableError }
    }
  }

  async #readDatabase({ mysqlPool, key }: StreamConfig): Promise<ConsumerFacts | Unreachable> {
    const pool = this.#mysql.get(mysqlPool)!
    try {
      return await readConsumerFacts(pool, key)
    } catch (cause) {
      return { unreachable: new DatabaseUnreachableError(pool.config, cause as Error) }
    }
  }
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, convert: (value: A) => B): ReadonlyMap<string, B> {
  return new Map(Object.entries(record).map(([key, value]) => [key, convert(value)]))
}
