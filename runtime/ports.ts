/** The small interfaces between the pure core and its edges. Each has a conformance suite in test/. */

export type * from './ports/clock.js'
export type * from './ports/dead-letters.js'
export type * from './ports/id-blocks.js'
export type * from './ports/lease.js'
export type * from './ports/ledger-reader.js'
export type * from './ports/logger.js'
export type * from './ports/members.js'
export type * from './ports/plan.js'
export type * from './ports/stream.js'
export type * from './ports/tracing.js'
export type * from './ports/transaction.js'
export type * from './ports/unit-store.js'
