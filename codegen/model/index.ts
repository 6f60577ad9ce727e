export type { ColumnType, IntegerType } from './column-type.js'
export type {
  ColumnModel,
  DefaultValue,
  EntityModel,
  IdStrategy,
  IndexModel,
  LiteralValue,
  ReferenceModel,
  ReferentialAction,
  ShardsModel,
  SlotRange,
  SourcePosition,
  SourceRange,
  TypeImport,
} from './entity-model.js'
export { keyName, toKebabCase, toSnakeCase } from './naming.js'
export { RESERVED_PROPERTIES } from './reserved-properties.js'
export { poolsOf, SHARD_SLOTS } from './shards.js'
