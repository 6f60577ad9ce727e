import type { RedisPoolConfig } from '../config/engine-config.js'
import { GroupMissingError } from '../errors.js'
import { compareStreamIds } from '../event/stream-id.js'
import type { ClaimedEntries, StoredEntry, StreamBounds, StreamReader } from '../ports.js'
import { RenewingClient } from './renewing-client.js'
import { ENTRY_FIELD } from './stream-writer.js'

export interface StreamReaderOptions {
  readonly redis: RedisPoolConfig
  /** The stream's key. */
  readonly stream: string
  readonly group: string
  readonly connectMs: number
  /** For every command; a blocking read gets its waiting time on top. */
  readonly answerMs: number
}

/** The partition's name, not the process's: removing a consumer would drop what it has not settled. */
const CONSUMER = 'partition-0'

/** Lua's unpack takes about 8,000 values. */
const SETTLE_CHUNK = 1_000

const SETTLE_SCRIPT = `redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))`

type RawEntry = readonly [id: string, fields: readonly string[] | null]

/** Two connections: a read that waits would hold up everything behind it. */
export class RedisStreamReader implements StreamReader {
  readonly #options: StreamReaderOptions
  readonly #reading: RenewingClient
  readonly #commands: RenewingClient

  constructor(options: StreamReaderOptions) {
    this.#options = options
    this.#reading = new RenewingClient(options.redis, options.connectMs)
    this.#commands = new RenewingClient(options.redis, options.connectMs)
  }

  async ensureGroup(): Promise<'existing' | 'created'> {
    const { stream, group, answerMs } = this.#options
    try {
      await this.#commands.run(answerMs, (client) => client.xgroup('CREATE', stream, group, '0', 'MKSTREAM'))
      return 'created'
    } catch (error) {
      if (startsWith(error, 'BUSYGROUP')) return 'existing'
      if (startsWith(error, 'OOM') && (await this.#hasGroup())) return 'existing'
      throw error
    }
  }

  /** A full server refuses to create what exists before it looks, and still lets it be read and emptied. */
  async #hasGroup(): Promise<boolean> {
    const { stream, group, answerMs } = this.#options
    const groups = await this.#commands.run(answerMs, (client) => client.xinfo('GROUPS', stream))
    return (groups as unknown[][]).some((facts) => facts[facts.indexOf('name') + 1] === group)
  }

  async read(count: number, blockMs: number): Promise<readonly StoredEntry[]> {
    const { stream, group, answerMs } = this.#options
    const answer = await this.#needsGroup(() =>
      this.#reading.run(answerMs + blockMs, (client) =>
        client.xreadgroup('GROUP', group, CONSUMER, 'COUNT', count, 'BLOCK', blockMs, 'STREAMS', stream, '>'),
      ),
    )
    const [first] = (answer ?? []) as [stream: string, entries: RawEntry[]][]
    return first === undefined ? [] : first[1].map(([id, fields]) => storedEntry(id, fields, 1))
  }

  async hasPending(afterId: string, beforeId?: string): Promise<boolean> {
    const { stream, group, answerMs } = this.#options
    const end = beforeId === undefined ? '+' : `(${beforeId}`
    const pending = await this.#needsGroup(() =>
      this.#commands.run(answerMs, (client) => client.xpending(stream, group, `(${afterId}`, end, 1)),
    )
    return (pending as unknown[]).length > 0
  }

  async claim(afterId: string, count: number): Promise<ClaimedEntries> {
    const { stream, group, answerMs } = this.#options
    const answer = await this.#needsGroup(() =>
      this.#commands.run(answerMs, (client) =>
        client.xautoclaim(stream, group, CONSUMER, 0, `(${afterId}`, 'COUNT', count),
      ),
    )
    const [cursor, claimed, gone] = answer as [string, RawEntry[], string[] | undefined]
    const lost = gone ?? []
    const ids = [...claimed.map(([id]) => id), ...lost]
    const deliveries = claimed.length === 0 ? new Map<string, number>() : await this.#deliveries(claimed)
    return {
      entries: claimed.map(([id, fields]) => storedEntry(id, fields, deliveries.get(id) ?? 1)),
      lost,
      next: cursor === '0-0' ? undefined : (latest(ids) ?? cursor),
    }
  }

  async settle(ids: readonly string[]): Promise<void> {
    const { stream, group, answerMs } = this.#options
    for (let start = 0; start < ids.length; start += SETTLE_CHUNK) {
      const chunk = ids.slice(start, start + SETTLE_CHUNK)
      await this.#commands.run(answerMs, (client) => client.eval(SETTLE_SCRIPT, 1, stream, group, ...chunk))
    }
  }

  async bounds(): Promise<StreamBounds> {
    const { stream, answerMs } = this.#options
    const [entries, info] = await this.#commands.run(answerMs, (client) =>
      Promise.all([
        client.xrange(stream, '-', '+', 'COUNT', 1),
        client.xinfo('STREAM', stream).catch((error: unknown) => {
          if (startsWith(error, 'ERR no such key')) return []
          throw error
        }),
      ]),
    )
    const facts = info as unknown[]
    const last = facts[facts.indexOf('last-generated-id') + 1]
    return { first: entries[0]?.[0], last: typeof last === 'string' && last !== '0-0' ? last : undefined }
  }

  cancelRead(): void {
    this.#reading.renew()
  }

  close(): Promise<void> {
    this.#reading.close()
    this.#commands.close()
    return Promise.resolve()
  }

  async #deliveries(claimed: readonly RawEntry[]): Promise<ReadonlyMap<string, number>> {
    const { stream, group, answerMs } = this.#options
    const [first, last] = [claimed[0]![0], claimed.at(-1)![0]]
    const pending = (await this.#commands.run(answerMs, (client) =>
      client.xpending(stream, group, first, last, claimed.length),
    )) as [id: string, consumer: string, idleMs: number, deliveries: number][]
    return new Map(pending.map(([id, , , deliveries]) => [id, deliveries]))
  }

  async #needsGroup<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await command()
    } catch (error) {
      if (!startsWith(error, 'NOGROUP')) throw error
      throw new GroupMissingError(this.#options.stream, this.#options.group, error)
    }
  }
}

function startsWith(error: unknown, word: string): boolean {
  return error instanceof Error && error.message.startsWith(word)
}

/** An entry that somebody else wrote may lack the field; what it holds is kept as text, which no decoder takes. */
function storedEntry(id: string, fields: readonly string[] | null, deliveries: number): StoredEntry {
  const at = fields?.indexOf(ENTRY_FIELD) ?? -1
  return { id, payload: at < 0 || at % 2 === 1 ? (fields ?? []).join(' ') : fields![at + 1]!, deliveries }
}

function latest(ids: readonly string[]): string | undefined {
  return ids.length === 0 ? undefined : ids.reduce((a, b) => (compareStreamIds(a, b) < 0 ? b : a))
}
