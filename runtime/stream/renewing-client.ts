import type { RedisPoolConfig } from '../config/engine-config.js'
import { destroyClient, whenReady } from './client-state.js'
import { createRedisClient, loadRedisDriver } from './connect.js'
import type { RedisClient } from './redis-client.js'
import { RedisUnavailableError } from './redis-unavailable-error.js'
import { isMisplaced, isReply } from './refusal.js'

/** A connection that is given up and replaced when it falls silent or leads to a server that takes no writes. */
export class RenewingClient {
  readonly #redis: RedisPoolConfig
  readonly #connectMs: number
  /** Undefined before the first command. */
  #client: RedisClient | undefined
  #closed = false

  constructor(redis: RedisPoolConfig, connectMs: number) {
    this.#redis = redis
    this.#connectMs = connectMs
  }

  /** Answers of Redis that are errors reject as they are; anything else as RedisUnavailableError. */
  async run<T>(timeoutMs: number, command: (client: RedisClient) => Promise<T>): Promise<T> {
    await loadRedisDriver()
    if (this.#closed) throw new RedisUnavailableError('The connection was closed')
    this.#client ??= this.#connect()
    const problem = await whenReady(this.#client, this.#connectMs)
    if (problem !== undefined) throw new RedisUnavailableError(problem.message, problem)
    const client = this.#client
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#renew(client)
        reject(new RedisUnavailableError(`no answer within ${timeoutMs} ms`))
      }, timeoutMs)
      command(client).then(
        (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
        (error: Error) => {
          clearTimeout(timer)
          if (isMisplaced(error)) this.#renew(client)
          reject(isReply(error) && !isMisplaced(error) ? error : new RedisUnavailableError(error.message, error))
        },
      )
    })
  }

  /** Gives up the connection, and with it the commands that have no answer. */
  renew(): void {
    if (this.#client !== undefined) this.#renew(this.#client)
  }

  close(): void {
    this.#closed = true
    if (this.#client !== undefined) destroyClient(this.#client)
  }

  #connect(): RedisClient {
    const client = createRedisClient(this.#redis, 'reader', this.#connectMs)
    client.on('error', ignoreError)
    return client
  }

  #renew(client: RedisClient): void {
    if (client !== this.#client || this.#closed) return
    destroyClient(client)
    this.#client = this.#connect()
  }
}

/** Errors of a connection are told by `whenReady` and by the commands that they fail. */
function ignoreError(): void {}
