export { BackgroundConsumer, type BackgroundConsumerOptions } from './background-consumer.js'
export { ConfigError, type ConfigProblem } from './config/config-error.js'
export type {
  ClusterOptions,
  ConfigObject,
  MysqlOptions,
  PoolOptions,
  RedisOptions,
  SentinelOptions,
} from './config/config-object.js'
export type { EngineConfig } from './config/engine-config.js'
export {
  type BacklogOptions,
  type ConsumerOptions,
  type DeadlineOptions,
  type Durability,
  ENGINE_DEFAULTS,
  type EngineOptions,
} from './config/options.js'
export { Registry } from './config/registry.js'
export { type ConfigInput, resolveConfig } from './config/resolve-config.js'
export type { TlsOptions } from './config/tls.js'
export { ConsumerStateError, DrainTimeoutError } from './consumer/consumer-error.js'
export type { AlertKind, ConsumerAlert, ConsumerEventMap } from './consumer/events.js'
export type { Resolution, ResolveError, UnitFailure } from './consumer/resolve-error.js'
export { DatabaseUnreachableError } from './database/database-unreachable-error.js'
export type { DeadChange, ParkedChange } from './database/dead-changes.js'
export type {
  DeadLetterDesk,
  DeadLetterFilter,
  DeadLetterGroup,
  DeadLetterMark,
  DeadLetterRecord,
  ParkedRecord,
} from './database/dead-letter-desk.js'
export { type CreateEngineOptions, createEngine } from './engine/create-engine.js'
export type { Engine } from './engine/engine.js'
export { UnknownStreamError } from './engine/unknown-stream-error.js'
export { UnknownTableError } from './engine/unknown-table-error.js'
export {
  DeletedEntityError,
  defineTable,
  Entity,
  type EntityClass,
  type EntityEngine,
  type EntityTypes,
  type FlushOptions,
  IdNotAssignedError,
  type JsonOf,
  type KeyOf,
  NoEngineError,
  type OnDuplicate,
  type PatchOf,
  type Receipt,
  ReferenceNotFlushedError,
  RowError,
  type Table,
  type TableDefinition,
  type TypedEntity,
  UnknownKeyError,
  UnknownPropertyError,
  useEngine,
  ValueError,
  ValueNotAssignedError,
} from './entity/index.js'
export { GroupMissingError, MissingRowError, OrmError, VersionConflictError } from './errors.js'
export { EventFormatError } from './event/event-format-error.js'
export type { Clock, DeadLetterFacts, LedgerStatus, Logger } from './ports.js'
export {
  BacklogLimitError,
  EngineClosedError,
  EnqueueRefusedError,
  EnqueueTimeoutError,
  EnqueueUnknownError,
  UnitTooLargeError,
} from './producer/enqueue-errors.js'
export type { Flusher, UnitOptions } from './producer/flusher.js'
export { DeadLetteredError, ReceiptTimeoutError } from './producer/receipt-errors.js'
export { SequenceUnavailableError } from './producer/sequence-unavailable-error.js'
export { UnitCycleError, UnitSpansPoolsError } from './producer/unit-errors.js'
export { RedisFullError } from './stream/redis-full-error.js'
export { RedisUnreachableError } from './stream/redis-unreachable-error.js'
