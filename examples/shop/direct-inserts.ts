import type { Connection } from 'mysql2/promise'
import { Latency } from './latency.js'

const TABLE = 'direct_users'
const CREATE = `CREATE TABLE ${TABLE} LIKE users`
const INSERT = `INSERT INTO ${TABLE} (id, first_name, last_name, email, role, login_count, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`

/**
 * What the same sign-up costs when the request waits for MySQL: one row at a time into a copy of the users' table,
 * on the same servers, while the shop is open.
 */
export class DirectInserts implements AsyncDisposable {
  readonly latency = new Latency()
  readonly #mysql: Connection
  #stopped = false
  #failure: unknown
  #done: Promise<void> | undefined

  constructor(mysql: Connection) {
    this.#mysql = mysql
  }

  async start(everyMs: number): Promise<void> {
    await this.#mysql.query(CREATE)
    this.#done = this.#run(everyMs).catch((error: unknown) => {
      this.#failure = error
    })
  }

  /** Throws what ended the inserts early. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#done
    if (this.#failure !== undefined) throw this.#failure
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    await this.#done
  }

  async #run(everyMs: number): Promise<void> {
    for (let id = 1; !this.#stopped; id++) {
      const values = [id, 'Ada', 'Bee', `direct-${id}@example.com`, 'member', 0, '2026-01-01 00:00:00.000']
      await this.latency.measure(() => this.#mysql.execute(INSERT, values))
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }
}
