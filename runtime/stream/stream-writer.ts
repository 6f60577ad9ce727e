import type { RedisPoolConfig } from '../config/engine-config.js'
import type { AppendOutcome, Clock, StreamWriter } from '../ports.js'
import { AttemptDeadline } from './attempt-deadline.js'
import { destroyClient, isReady, whenReady } from './client-state.js'
import { connectRedis, createRedisClient } from './connect.js'
import { NotDurableError } from './not-durable-error.js'
import { decidePersistence, type Persistence, type PersistenceOptions, proofOf } from './persistence.js'
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
  readonly persistence?: PersistenceOptions
}

const STREAM_WRITER_DEFAULTS = {
  measureEveryMs: 250,
  persistence: { durability: 'memory', assumeFsync: false, replicas: 1 },
} as const satisfies Partial<StreamWriterOptions>

/** Of an attempt's time that WAIT and WAITAOF may take, so that their answer comes before it is over. */
const WAIT_SHARE = 0.8

/** The field of an entry that holds its text. */
export const ENTRY_FIELD = 'e'

/** A connection of its own, so that nothing that blocks comes between an entry and its answer. */
export class RedisStreamWriter implements StreamWriter {
  readonly #options: Required<StreamWriterOptions>
  readonly #clock: RedisClock
  #client: RedisClient
  #closed = false
  #persistence: Persistence = { kind: 'memory' }
  readonly #deadline = new AttemptDeadline()
  #measuredAt = Number.NEGATIVE_INFINITY

  /** `open` makes one. */
  protected constructor(options: StreamWriterOptions, client: RedisClient) {
    this.#options = { ...STREAM_WRITER_DEFAULTS, ...options }
    this.#clock = new RedisClock(options.clock)
    this.#client = client.on('error', ignoreError)
  }

  /**
   * Connects, looks whether the server keeps what is promised, makes sure of stream and group, and reads the clock. Throws RedisUnreachableError and
   * UnsafeRedisError, and leaves nothing open.
   */
  static async open(options: StreamWriterOptions): Promise<RedisStreamWriter> {
    const client = await connectRedis(options.redis, 'writer', options.connectMs)
    // Of the class that was called: a test may extend this one.
    const writer = new this(options, client)
    try {
      writer.#persistence = await decidePersistence(client, writer.#options.persistence)
      await createGroup(client, options)
      const [seconds, microseconds] = await client.time()
      writer.#clock.observe(Number(seconds) * 1_000 + Number(microseconds) / 1_000)
      return writer
    } catch (error) {
      await writer.close()
      throw error
    }
  }

  now(): number {
    return this.#clock.now()
  }

  ready(timeoutMs: number): Promise<Error | undefined> {
    // ioredis calls a connection ready until it has noticed its end.
    if (this.#closed) return Promise.resolve(new Error('The connection to Redis was closed'))
    if (this.#client.status === 'end') this.#renew(this.#client)
    return whenReady(this.#client, timeoutMs)
  }

  append(payload: string, timeoutMs: number): Promise<AppendOutcome> {
    const client = this.#client
    if (this.#closed || !isReady(client))
      return Promise.resolve({ kind: 'unsent', error: new Error('Not connected to Redis') })
    const now = performance.now()
    return new Promise((resolve) => {
      this.#deadline.begin(now, timeoutMs, () => {
        this.#renew(client)
        resolve({ kind: 'unknown', error: new Error(`Redis did not answer within ${timeoutMs} ms`) })
      })
      const settle = (outcome: AppendOutcome) => {
        if (client === this.#client) this.#deadline.end()
        resolve(outcome)
      }
      const fail = (error: Error) => {
        settle(failure(error))
        if (isMisplaced(error)) this.#renew(client)
      }
      if (this.#persistence.kind === 'memory' && !this.#isTimeToMeasure(now))
        client.xadd(this.#options.stream, '*', ENTRY_FIELD, payload).then((id) => {
          settle({ kind: 'stored', id: id!, backlog: undefined })
        }, fail)
      else this.#appendAndAsk(client, payload, timeoutMs).then(settle, fail)
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
    this.#deadline.close()
    destroyClient(this.#client)
    return Promise.resolve()
  }

  /** One write with everything that has to be known: the length of the stream, and whether disk or replicas have it. */
  async #appendAndAsk(client: RedisClient, payload: string, timeoutMs: number): Promise<AppendOutcome> {
    const { stream } = this.#options
    const { proof, isProven } = proofOf(this.#persistence, timeoutMs * WAIT_SHARE)
    const answers = await client
      .pipeline([['xadd', stream, '*', ENTRY_FIELD, payload], ['xlen', stream], ...proof])
      .exec()
    const [added, length, proven] = answers ?? []
    if (added === undefined) throw new Error('Redis gave no answer')
    if (added[0] !== null) throw added[0]
    if (!isProven(proven?.[1])) return { kind: 'unknown', error: proven?.[0] ?? new NotDurableError(this.#persistence) }
    const backlog = typeof length?.[1] === 'number' ? length[1] : undefined
    const id = String(added[1])
    this.#clock.observe(streamIdTime(id))
    return { kind: 'stored', id, backlog }
  }

  /** The length of the stream and the clock change little between two entries. */
  #isTimeToMeasure(now: number): boolean {
    if (now - this.#measuredAt < this.#options.measureEveryMs) return false
    this.#measuredAt = now
    return true
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

/**
 * The consumer would create its group as well, but not on a server that is full by then: that is refused where reading,
 * acknowledging and removing still work.
 */
async function createGroup(client: RedisClient, { stream, group }: StreamWriterOptions): Promise<void> {
  await client.xgroup('CREATE', stream, group, '0', 'MKSTREAM').catch((error: Error) => {
    if (!isReply(error)) throw error
  })
}

/** Errors of a connection are told by `ready` and by the commands that they fail. */
function ignoreError(): void {}

function failure(error: Error): AppendOutcome {
  if (isReply(error)) return refusal(error)
  return { kind: isUnwritten(error) ? 'unsent' : 'unknown', error }
}
