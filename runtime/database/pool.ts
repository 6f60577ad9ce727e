import type { MysqlPoolConfig } from '../config/engine-config.js'
import { type SessionOptions, SqlSession } from './session.js'
import { PoolClosedError } from './sql-error.js'

export interface SqlPoolOptions extends SessionOptions {
  /** Most connections at the same time. */
  readonly size: number
  /** Idle connections beyond the first two are closed after this time; those two are pinged. */
  readonly idleMs: number
}

export const SQL_POOL_DEFAULTS = {
  connectMs: 5_000,
  queryMs: 30_000,
  commit: 'auto',
  size: 10,
  idleMs: 30_000,
} as const satisfies SqlPoolOptions

const WARM_SESSIONS = 2

/**
 * Connections to one MySQL server. Unlike a driver's pool it never hands on a session whose transaction may be open,
 * and keeps a few warm so that a lone event waits for no handshake.
 */
export class SqlPool implements AsyncDisposable {
  readonly #config: MysqlPoolConfig
  readonly #options: SqlPoolOptions
  readonly #idle: SqlSession[] = []
  readonly #waiting: Waiter[] = []
  readonly #sweeper: NodeJS.Timeout
  #open = 0
  #size: number
  #closed = false

  constructor(config: MysqlPoolConfig, options: Partial<SqlPoolOptions> = {}) {
    this.#config = config
    this.#options = { ...SQL_POOL_DEFAULTS, ...options }
    this.#size = this.#options.size
    this.#sweeper = setInterval(() => void this.#sweep(), Math.max(50, this.#options.idleMs / 2))
    this.#sweeper.unref()
  }

  get config(): MysqlPoolConfig {
    return this.#config
  }

  get size(): number {
    return this.#size
  }

  /** May change while running; connections beyond a smaller size end when they are given back. */
  set size(size: number) {
    this.#size = size
    this.#serve()
  }

  /** Lends a session for the time of `work`. Throws PoolClosedError after `close`. */
  async use<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    const session = await this.#acquire()
    try {
      return await work(session)
    } finally {
      this.#release(session)
    }
  }

  /** Runs `work` and commits; rolls back before anything else when it throws. For pools that commit by hand. */
  transaction<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    return this.use(async (session) => {
      try {
        const result = await work(session)
        await session.commit()
        return result
      } catch (error) {
        await session.rollback()
        throw error
      }
    })
  }

  /** Ends idle sessions at once and lent ones when they come back. Safe to repeat. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#sweeper)
    for (const { reject } of this.#waiting.splice(0)) reject(new PoolClosedError())
    await Promise.all(this.#idle.splice(0).map((session) => session.end()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #acquire(): Promise<SqlSession> {
    if (this.#closed) return Promise.reject(new PoolClosedError())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#serve()
    })
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const session = this.#idle.pop()
      if (session !== undefined) {
        if (session.isUsable && performance.now() - session.lastUsed < this.#options.idleMs)
          this.#waiting.shift()?.resolve(session)
        else this.#discard(session)
        continue
      }
      if (this.#open >= this.#size) return
      const waiter = this.#waiting.shift()!
      this.#open += 1
      SqlSession.open(this.#config, this.#options).then(waiter.resolve, (error) => {
        this.#open -= 1
        waiter.reject(error)
        this.#serve()
      })
    }
  }

  #release(session: SqlSession): void {
    if (!session.isUsable || session.isInTransaction || this.#closed || this.#open > this.#size) this.#discard(session)
    else this.#idle.push(session)
    this.#serve()
  }

  #discard(session: SqlSession): void {
    this.#open -= 1
    if (session.isInTransaction) session.destroy()
    else void session.end()
  }

  async #sweep(): Promise<void> {
    const stale = this.#idle.filter(({ lastUsed }) => performance.now() - lastUsed > this.#options.idleMs / 2)
    for (const [index, session] of stale.entries()) {
      const position = this.#idle.indexOf(session)
      if (position < 0) continue
      this.#idle.splice(position, 1)
      if (index >= WARM_SESSIONS) this.#discard(session)
      else
        await session
          .ping()
          .catch(() => undefined)
          .finally(() => this.#release(session))
    }
  }
}

interface Waiter {
  resolve(session: SqlSession): void
  reject(error: unknown): void
}
