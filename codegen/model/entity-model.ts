import type { ColumnType } from './column-type.js'

/** Where a thing was declared; line and column count from 1. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** From a position up to an end, exclusive, on the same or a later line. */
export interface SourceRange extends SourcePosition {
  readonly endLine: number
  readonly endColumn: number
}

/** What the database does with children when a parent's row goes or its key changes. */
export type ReferentialAction = 'restrict' | 'cascade' | 'set null' | 'no action'

/** A value that can stand in a schema file; arrays for sets, arrays and objects for JSON. */
export type LiteralValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly LiteralValue[]
  | { readonly [key: string]: LiteralValue }

/** A column's default: a value of its TypeScript side (times as MySQL text in UTC), or the current time. */
export type DefaultValue = { readonly value: LiteralValue } | { readonly now: true }

/** How a key column gets its value. */
export type IdStrategy = 'sequence' | 'autoIncrement' | 'uuid'

export interface ReferenceModel {
  /** The property as declared: `team`; the column's own property is `teamId`. */
  readonly property: string
  /** The entity's name: `Team`. */
  readonly entity: string
  /** The target's key property: `id`. */
  readonly targetProperty: string
  /** The target's key column: `id`. */
  readonly targetColumn: string
  readonly targetTable: string
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  /** False after `.noForeignKey()`. */
  readonly foreignKey: boolean
}

export interface ColumnModel {
  /** Property of the generated class: `firstName`, for a reference `teamId`. */
  readonly property: string
  /** Column in the database: `first_name`. */
  readonly column: string
  readonly type: ColumnType
  readonly nullable: boolean
  readonly doc?: string
  readonly comment?: string
  readonly default?: DefaultValue
  readonly onUpdateNow?: true
  readonly id?: IdStrategy
  readonly reference?: ReferenceModel
  /** SQL expression of a generated column; such a column is never written. */
  readonly generated?: { readonly expression: string; readonly stored: boolean }
  readonly sensitive?: true
  readonly softDelete?: true
  readonly version?: true
  readonly renamedFrom?: readonly string[]
  /** Source text of `T` in `json<T>()`, with the imports it needs resolved by the emitter. */
  readonly jsonType?: { readonly text: string; readonly imports: readonly TypeImport[] }
}

/** A type that a schema file names in `json<T>()` and that the generated module must import. */
export interface TypeImport {
  readonly name: string
  /** Path of the module relative to the working directory, or the specifier of a package. */
  readonly from: string
  readonly origin: 'file' | 'package'
  /** What the module calls it, where that is not `name`: another name, `default`, or `*` for all of it. */
  readonly imported?: string
}

/** A unique key or an index. Columns are given by property. */
export interface IndexModel {
  readonly name: string
  readonly properties: readonly string[]
}

/** First and last slot. */
export type SlotRange = readonly [first: number, last: number]

/** How the rows of a table are spread over pools. */
export interface ShardsModel {
  /** Property of the primary key whose value decides. */
  readonly key: string
  /** How many slots there are: a row's is `CRC32(key) % slots`. */
  readonly slots: number
  /** The slots of each pool, together all of them, each once. */
  readonly pools: Readonly<Record<string, readonly SlotRange[]>>
}

/** One entity, validated and complete: every default decided, every reference resolved. */
export interface EntityModel {
  /** The exported constant: `User`. Travels in events. */
  readonly name: string
  /** `UserEntity` */
  readonly className: string
  readonly table: string
  readonly position: SourcePosition
  readonly doc?: string
  readonly comment?: string
  readonly columns: readonly ColumnModel[]
  /** Properties of the primary key, in order; never empty. */
  readonly key: readonly string[]
  readonly uniques: readonly IndexModel[]
  readonly indexes: readonly IndexModel[]
  /** MySQL pool; `default` unless said; of a sharded table the first. */
  readonly pool: string
  readonly shards?: ShardsModel
  /** Stream, when the entity overrides the pool's own. */
  readonly stream?: string
  readonly charset: string
  readonly collation?: string
  /** False: every change of a row is applied by itself. */
  readonly coalesce: boolean
  /** Properties of columns that are gone; what events still say of them is left out. */
  readonly removed?: readonly string[]
}
