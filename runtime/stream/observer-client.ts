import type { RedisPoolConfig } from '../config/engine-config.js'
import { destroyClient } from './client-state.js'
import { connectRedis } from './connect.js'
import type { RedisClient } from './redis-client.js'
import { RedisUnreachableError } from './redis-unreachable-error.js'
import { within } from './within.js'

/** A connection for looking: opened when first asked, and opened anew after anything went wrong with it. */
export class ObserverClient {
  readonly #pool: RedisPoolConfig
  readonly #connectMs: number
  readonly #answerMs: number
  #client: Promise<RedisClient> | undefined

  constructor(pool: RedisPoolConfig, connectMs: number, answerMs: number) {
    this.#pool = pool
    this.#connectMs = connectMs
    this.#answerMs = answerMs
  }

  /** Throws RedisUnreachableError where there is no connection, no answer in time, or an error for an answer. */
  async run<T>(look: (client: RedisClient) => Promise<T>): Promise<T> {
    this.#client ??= connectRedis(this.#pool, 'observer', this.#connectMs)
    try {
      return await within(this.#answerMs, look(await this.#client))
    } catch (error) {
      this.close()
      throw error instanceof RedisUnreachableError ? error : new RedisUnreachableError(this.#pool, error as Error)
    }
  }

  /** Safe to repeat; the next look opens a new connection. */
  close(): void {
    this.#client?.then(destroyClient, () => undefined)
    this.#client = undefined
  }
}
