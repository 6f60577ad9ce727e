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
export { DatabaseUnreachableError } from './database/database-unreachable-error.js'
export { type CreateEngineOptions, createEngine } from './engine/create-engine.js'
export type { Engine } from './engine/engine.js'
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
  type TypedEntity,
  UnknownKeyError,
  UnknownPropertyError,
  useEngine,
  ValueError,
  ValueNotAssignedError,
} from './entity/index.js'
export { OrmError } from './errors.js'
export type { Clock, Logger } from './ports.js'
export { RedisUnreachableError } from './stream/redis-unreachable-error.js'
