export type { ColumnType, IntegerType } from './column-type.js'
export type {
  ColumnModel,
  DefaultValue,
  EntityModel,
  IdStrategy,
  IndexModel,
  ReferenceModel,
  ReferentialAction,
  SourcePosition,
  TypeImport,
} from './entity-model.js'
