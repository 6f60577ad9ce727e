import { hostname } from 'node:os'
import type { ConsumerRegister, ConsumerReport } from '../ports.js'
import type { SqlPool } from './pool.js'

/** Readers take a process for dead when it has said nothing for this long; it speaks every two seconds. */
export const CONSUMER_SILENT_MS = 10_000

const REPORT = `INSERT INTO orm_lazy_consumer
  (part, owner, host, pid, state, workers, seen_at, alive_until, applied, dead, retries, applied_per_second, alert)
  VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE state = VALUES(state), workers = VALUES(workers), seen_at = VALUES(seen_at),
    alive_until = VALUES(alive_until), applied = VALUES(applied), dead = VALUES(dead), retries = VALUES(retries),
    applied_per_second = VALUES(applied_per_second), alert = VALUES(alert)`

const LEAVE = 'DELETE FROM orm_lazy_consumer WHERE part = ? AND owner = ?'

/** Processes that ended without leaving are forgotten after a day. */
const FORGET = 'DELETE FROM orm_lazy_consumer WHERE part = ? AND seen_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY'

/** Keeps a process's row in `orm_lazy_consumer`, by the database's clock. */
export class ConsumerHeartbeat implements ConsumerRegister {
  readonly #pool: SqlPool
  readonly #part: string
  readonly #owner: string
  readonly #leaseMs: number

  /**
   * `pool` commits each statement by itself; `part` is the stream's key. For `leaseMs` after each report the others count
   * the process as alive.
   */
  constructor(pool: SqlPool, part: string, owner: string, leaseMs: number) {
    this.#pool = pool
    this.#part = part
    this.#owner = owner
    this.#leaseMs = leaseMs
  }

  async report(report: ConsumerReport): Promise<void> {
    const { state, workers, applied, dead, retries, appliedPerSecond, alert = null } = report
    const who = [this.#part, this.#owner, hostname().slice(0, 191), process.pid]
    const values = [...who, state, workers, this.#leaseMs * 1_000, applied, dead, retries, appliedPerSecond, alert]
    await this.#pool.use((session) => session.query(REPORT, values))
  }

  /** At the end of the process; also forgets those that are long gone. */
  async leave(): Promise<void> {
    await this.#pool.use(async (session) => {
      await session.query(LEAVE, [this.#part, this.#owner])
      await session.query(FORGET, [this.#part])
    })
  }
}
