import type { RedisPoolConfig } from '../config/engine-config.js'
import type { AppendOutcome, Clock, StreamWriter } from '../ports.js'
import { destroyClient, isReady, whenReady } from './client-state.js'
import { connectRedis, createRedisClient } from './connect.js'
import type { RedisClient } from './redis-client.js'
import { RedisClock, streamIdTime } from './redis-clock.js'
import { isMisplaced, isReply, isUnwritten, refusal } from './refusal.js'

export interface StreamWriterOptions {
  readonly redis: RedisPoolConfig
  /** The stream's key. */
  readonly stream: string
  /** Whose consumers are asked after. */
  readonly group: string
  readonly connectMs: number
  readonly clock: Clock
  /** How often the length of the stream is asked along with an entry. */
  readonly measureEveryMs?: number
}

export const STREAM_WRITER_DEFAULTS = { measureEveryMs: 250 } as const

/** The field of an entry that holds its text. */
export const ENTRY_FIELD = 'e'

/** A connection of its own, so that nothing that blocks comes between an entry and its answer. */
export class RedisStreamWriter implements StreamWriter {
  readonly #options: Required<StreamWriterOptions>
  readonly #clock: RedisClock
  #client: RedisClient
  #closed = false
  #measuredAt = Number.NEGATIVE_INFINITY

  /** `open` makes one. */
  protected constructor(options: StreamWriterOptions, client: RedisClient) {
    this.#options = { ...STREAM_WRITER_DEFAULTS, ...options }
    this.#clock = new RedisClock(options.clock)
    this.#client = client.on('error', ignoreError)
  }

  /** Connects and reads Redis's clock. Throws RedisUnreachableError, and leaves nothing open. */
  static async open(options: StreamWriterOptions): Promise<RedisStreamWriter> {
    const client = await connectRedis(options.redis, 'writer', options.connectMs)
    // Of the class that was called: a test may extend this one.
    const writer = new this(options, client)
    const [seconds, microseconds] = await client.time()
    writer.#clock.observe(Number(seconds) * 1_000 + Number(microseconds) / 1_000)
    return writer
  }

  now(): number {
    return this.#clock.now()
  }

  ready(timeoutMs: number): Promise<Error | undefined> {
    if (this.#client.status === 'end') this.#renew(this.#client)
    return whenReady(this.#client, timeoutMs)
  }

  append(payload: string, timeoutMs: number): Promise<AppendOutcome> {
    const client = this.#client
    if (!isReady(client)) return Promise.resolve({ kind: 'unsent', error: new Error('Not connected to Redis') })
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#renew(client)
        resolve({ kind: 'unknown', error: new Error(`Redis did not answer within ${timeoutMs} ms`) })
      }, timeoutMs)
      this.#send(client, payload).then(
        (stored) => {
          clearTimeout(timer)
          this.#clock.observe(streamIdTime(stored.id))
          resolve(stored)
        },
        (error: Error) => {
          clearTimeout(timer)
          if (isMisplaced(error)) this.#renew(client)
          resolve(failure(error))
        },
      )
    })
  }

  async length(timeoutMs: number): Promise<number> {
    const problem = await this.ready(timeoutMs)
    if (problem !== undefined) throw problem
    return this.#client.xlen(this.#options.stream)
  }

  async consumerSilentMs(timeoutMs: number): Promise<number> {
    const problem = await this.ready(timeoutMs)
    if (problem !== undefined) throw problem
    const { stream, group } = this.#options
    const consumers = await this.#client.xinfo('CONSUMERS', stream, group).catch((error: Error) => {
      if (/NOGROUP|no such key/.test(error.message)) return []
      throw error
    })
    const silences = (consumers as unknown[][]).map((consumer) => Number(consumer[consumer.indexOf('idle') + 1]))
    return Math.min(Number.POSITIVE_INFINITY, ...silences)
  }

  close(): Promise<void> {
    this.#closed = true
    destroyClient(this.#client)
    return Promise.resolve()
  }

  async #send(client: RedisClient, payload: string): Promise<Extract<AppendOutcome, { kind: 'stored' }>> {
    const { stream, measureEveryMs } = this.#options
    const added = client.xadd(stream, '*', ENTRY_FIELD, payload)
    const now = this.#options.clock.now()
    if (now - this.#measuredAt < measureEveryMs) return { kind: 'stored', id: (await added)!, backlog: undefined }
    this.#measuredAt = now
    const [id, backlog] = await Promise.all([added, client.xlen(stream).catch(() => undefined)])
    return { kind: 'stored', id: id!, backlog }
  }

  #connect(): RedisClient {
    const client = createRedisClient(this.#options.redis, 'writer', this.#options.connectMs)
    client.on('error', ignoreError)
    return client
  }

  /** Gives up a connection that is silent or leads to the wrong server. */
  #renew(client: RedisClient): void {
    if (client !== this.#client) return
    destroyClient(client)
    if (this.#closed) return
    this.#client = this.#connect()
  }
}

/** Errors of a connection are told by `ready` and by the commands that they fail. */
function ignoreError(): void {}

function failure(error: Error): AppendOutcome {
  if (isReply(error)) return refusal(error)
  return { kind: isUnwritten(error) ? 'unsent' : 'unknown', error }
}
