import type { ConsumerSettings } from '../config/options.js'
import type { Table } from '../entity/index.js'
import type { ConsumerRegister, DeadLetterStore, Lease, Logger, StreamReader, UnitStore } from '../ports.js'
import type { Alerts } from './alerts.js'
import type { PlanContext } from './batch-plan.js'
import type { ConsumerEvents } from './events.js'
import type { ResolveError } from './resolve-error.js'
import type { SchemaAdapter } from './schema-adapter.js'

/** What the parts of one stream's consumer share. */
export interface StreamContext {
  /** The stream's key in Redis, and its `part` in the bookkeeping tables. */
  readonly stream: string
  readonly reader: StreamReader
  readonly lease: Lease
  readonly register: ConsumerRegister
  readonly store: UnitStore
  readonly deadLetters: DeadLetterStore
  readonly tables: ReadonlyMap<string, Table>
  readonly adapter: SchemaAdapter
  readonly plan: PlanContext
  readonly settings: ConsumerSettings
  /** For a stop to finish what has begun. */
  readonly closeMs: number
  readonly resolveError: ResolveError | undefined
  readonly events: ConsumerEvents
  readonly alerts: Alerts
  readonly logger: Logger
}
