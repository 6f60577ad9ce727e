import type { Lease, OldestWaiting } from '../ports.js'
import type { SqlPool } from './pool.js'

/**
 * Who works a stream. The lease says it to honest processes, by the database's clock; the fence enforces it against one
 * that was stopped and wakes up: every transaction compares its epoch with the fence's row. They are two tables,
 * because a heartbeat on the fence's row would wait for every open transaction.
 */
export class MysqlLease implements Lease {
  readonly #pool: SqlPool
  readonly #part: string
  readonly #owner: string

  /** `pool` commits each statement by itself and waits for locks briefly. */
  constructor(pool: SqlPool, part: string, owner: string) {
    this.#pool = pool
    this.#part = part
    this.#owner = owner
  }

  acquire(leaseMs: number): Promise<number | undefined> {
    return this.#pool.use(async (session) => {
      await session.query(CREATE_LEASE, [this.#part])
      const taken = await session.query(ACQUIRE, [this.#owner, leaseMs * 1_000, this.#part, this.#owner])
      if (taken.affectedRows === 0) return undefined
      const [row] = await session.rows<{ epoch: number | string }>(EPOCH, [this.#part, this.#owner])
      return row === undefined ? undefined : Number(row.epoch)
    })
  }

  raiseFence(epoch: number): Promise<boolean> {
    return this.#pool.use(async (session) => {
      await session.query(CREATE_FENCE, [this.#part])
      return (await session.query(RAISE_FENCE, [epoch, this.#part, epoch])).affectedRows === 1
    })
  }

  async renew(epoch: number, leaseMs: number): Promise<boolean> {
    const values = [leaseMs * 1_000, this.#part, this.#owner, epoch]
    const { affectedRows } = await this.#pool.use((session) => session.query(RENEW, values))
    return affectedRows === 1
  }

  async release(epoch: number): Promise<void> {
    await this.#pool.use((session) => session.query(RELEASE, [this.#part, this.#owner, epoch]))
  }

  floor(): Promise<number> {
    return this.#pool.use(async (session) => {
      const [row] = await session.rows<FloorRow>(FLOOR, [this.#part])
      return Number(row?.floor_ms ?? 0)
    })
  }

  async raiseFloor(epoch: number, oldest: OldestWaiting, retentionMs: number): Promise<number> {
    const silentMs = oldest.kind === 'none' ? oldest.seenMsAgo : 0
    const queuedAtMs = oldest.kind === 'unit' ? oldest.queuedAtMs : FAR_FUTURE_MS
    const values = [Math.round(silentMs * 1_000), queuedAtMs, retentionMs * 1_000, this.#part, this.#owner, epoch]
    await this.#pool.use((session) => session.query(RAISE_FLOOR, values))
    return this.floor()
  }
}

/** FROM_UNIXTIME's last year on MariaDB is 2038. */
const FAR_FUTURE_MS = 2_147_483_000_000

interface FloorRow {
  readonly floor_ms: number | string
}

const FLOOR = `SELECT CAST(UNIX_TIMESTAMP(ledger_floor) * 1000 AS UNSIGNED) AS floor_ms FROM orm_lazy_lease WHERE part = ?`

const RAISE_FLOOR = `UPDATE orm_lazy_lease SET ledger_floor = GREATEST(ledger_floor,
  LEAST(UTC_TIMESTAMP(3) - INTERVAL ? MICROSECOND, FROM_UNIXTIME(? / 1000)) - INTERVAL ? MICROSECOND)
  WHERE part = ? AND owner = ? AND epoch = ?`

const CREATE_LEASE = `INSERT INTO orm_lazy_lease (part, owner, epoch, expires_at) VALUES (?, '', 0, '1970-01-01 00:00:00')
  ON DUPLICATE KEY UPDATE part = part`

const CREATE_FENCE = 'INSERT INTO orm_lazy_fence (part, epoch) VALUES (?, 0) ON DUPLICATE KEY UPDATE part = part'

const ACQUIRE = `UPDATE orm_lazy_lease SET epoch = epoch + 1, owner = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
  WHERE part = ? AND (expires_at <= UTC_TIMESTAMP(6) OR owner = ?)`

const EPOCH = 'SELECT epoch FROM orm_lazy_lease WHERE part = ? AND owner = ?'

const RAISE_FENCE = 'UPDATE orm_lazy_fence SET epoch = ? WHERE part = ? AND epoch < ?'

const RENEW = `UPDATE orm_lazy_lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
  WHERE part = ? AND owner = ? AND epoch = ?`

const RELEASE = `UPDATE orm_lazy_lease SET expires_at = '1970-01-01 00:00:00' WHERE part = ? AND owner = ? AND epoch = ?`
