import type { MariaDBOptions } from '../../../testing/index.js'

/** A mechanism taken away, and the cases that must notice. */
export interface Mutant {
  readonly name: string
  /** Folder of mutants/; absent where the server is what is changed. */
  readonly module?: string
  readonly mysql?: MariaDBOptions
  readonly caughtBy: readonly string[]
}

export const MUTANTS: readonly Mutant[] = [
  { name: 'fence off', module: 'fence-off', caughtBy: ['stop-in-transaction'] },
  { name: 'ledger off', module: 'ledger-off', caughtBy: ['late-commit', 'consumer-kill-at-step'] },
  { name: 'read before apply', module: 'read-then-apply', caughtBy: ['late-commit'] },
  { name: 'ordering off', module: 'ordering-off', caughtBy: ['jitter'] },
  { name: 'unique keys left out', module: 'uniques-ignored', caughtBy: ['jitter'] },
  { name: 'ledger purged at once', module: 'purge-at-once', caughtBy: ['older-aof'] },
  { name: 're-send out of order', module: 'resend-out-of-order', caughtBy: ['xadd-cuts'] },
  { name: 'innodb_flush_log_at_trx_commit=0', mysql: { flushAtCommit: 0 }, caughtBy: ['mysql-kill'] },
]
