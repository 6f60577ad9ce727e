import type { MysqlPoolConfig } from '../config/engine-config.js'
import type { Table } from '../entity/index.js'
import type { ConsumerRegister, DeadLetterStore, Lease, UnitStore } from '../ports.js'
import { ConsumerHeartbeat } from './consumer-heartbeat.js'
import { MysqlDeadLetterStore } from './dead-letter-store.js'
import { MysqlLease } from './lease.js'
import { SqlPool } from './pool.js'
import { MysqlUnitStore } from './unit-store.js'

export interface OpenUnitStoreOptions {
  readonly mysql: MysqlPoolConfig
  readonly part: string
  /** The process, in lease and register. */
  readonly owner: string
  readonly tables: ReadonlyMap<string, Table>
  readonly connectMs: number
  readonly queryMs: number
  readonly leaseMs: number
  readonly workers: number
}

/** A transaction that waits longer for a lock is tried again; less than the deadline of a statement. */
const LOCK_WAIT_SECONDS = 10
/** A takeover renews its lease between attempts to raise the fence. */
const FENCE_LOCK_WAIT_SECONDS = 1

export interface DatabaseEdges {
  readonly lease: Lease
  readonly register: ConsumerRegister
  readonly store: UnitStore
  readonly deadLetters: DeadLetterStore
}

/** Sessions for transactions, one a worker, and two for lease and look-ups, which must not wait behind them. */
export function openUnitStore(options: OpenUnitStoreOptions): DatabaseEdges {
  const { mysql, part, owner, tables, connectMs, queryMs, leaseMs } = options
  // The locks of a stopped process go with its sessions, soon after its lease.
  const waitTimeoutSeconds = Math.ceil(leaseMs / 1_000) + 1
  const shared = { connectMs, queryMs, waitTimeoutSeconds, idleMs: (waitTimeoutSeconds * 1_000) / 2 }
  const transactions = new SqlPool(mysql, {
    ...shared,
    commit: 'manual',
    size: options.workers,
    lockWaitSeconds: LOCK_WAIT_SECONDS,
  })
  const statements = new SqlPool(mysql, {
    ...shared,
    commit: 'auto',
    size: 2,
    lockWaitSeconds: FENCE_LOCK_WAIT_SECONDS,
  })
  return {
    lease: new MysqlLease(statements, part, owner),
    register: new ConsumerHeartbeat(statements, part, owner, leaseMs),
    store: new MysqlUnitStore({ transactions, statements, part, tables }),
    deadLetters: new MysqlDeadLetterStore({ transactions, statements, part, tables }),
  }
}
