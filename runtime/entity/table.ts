/**
 * What the runtime knows of an entity: the literal that a generated module hands to `defineTable`.
 * Everything else (codecs, key builders, statement shapes) is derived from it once.
 */
export interface TableDefinition {
  /** `User`: the name that travels in events. */
  readonly entity: string
  readonly table: string
  /** MySQL pool; `default` unless the schema says otherwise. */
  readonly pool: string
  /** Set only where the schema overrides the pool's stream. */
  readonly stream?: string
  readonly columns: readonly ColumnDefinition[]
  /** Properties of the primary key, in order; never empty. */
  readonly key: readonly string[]
  /** Unique keys besides the primary key, by property. */
  readonly uniques: readonly (readonly string[])[]
  /** False: every change of a row is applied by itself. */
  readonly coalesce?: false
  readonly sql: TableSql
}

export interface ColumnDefinition {
  readonly property: string
  readonly column: string
  readonly type: ColumnType
  readonly nullable?: true
  readonly default?: DefaultValue
  readonly onUpdateNow?: true
  readonly id?: 'sequence' | 'autoIncrement' | 'uuid'
  readonly references?: ReferenceDefinition
  /** A generated column: read, never written. */
  readonly generated?: true
  readonly sensitive?: true
  readonly softDelete?: true
  readonly version?: true
  /** Earlier property names that events of older producers may still carry. */
  readonly renamedFrom?: readonly string[]
}

/** A value of the column's TypeScript side (times as MySQL text in UTC), or the current time. */
export type DefaultValue = { readonly value: LiteralValue } | { readonly now: true }

/** What can stand in a schema file; arrays for sets, arrays and objects for JSON. */
export type LiteralValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly LiteralValue[]
  | { readonly [key: string]: LiteralValue }

export interface ReferenceDefinition {
  /** The property that takes an entity: `team`. */
  readonly property: string
  /** The parent's entity name and key property. */
  readonly entity: string
  readonly targetProperty: string
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  /** Absent after `.noForeignKey()`: then no order between parent and child is needed. */
  readonly foreignKey?: true
}

export type ReferentialAction = 'restrict' | 'cascade' | 'set null' | 'no action'

/** Statements and fragments written at build time; identifiers are quoted, values are placeholders. */
export interface TableSql {
  /** `SELECT` list and `FROM`, in the order of `columns`: a `WHERE` follows. */
  readonly select: string
  /** `` `id`=? ``; composite keys joined by AND. */
  readonly whereKey: string
  /** `INSERT INTO t (every written column) VALUES`, and the placeholders of one row. */
  readonly insert: string
  readonly insertRow: string
  /**
   * Many rows in one statement: `UPDATE t JOIN JSON_TABLE(?, ...)` over a JSON array of arrays
   * `[mask, ...key, ...value of each updatable column, ...amount of each numeric column]`. Absent where a key's
   * text would be compared under an unknown collation: such rows are updated one by one.
   */
  readonly updateMany?: string
  /** `DELETE t FROM t JOIN JSON_TABLE(?, ...)` over a JSON array of arrays of key values. Absent as above. */
  readonly deleteMany?: string
}

/** The same shape as `ColumnType` of the generator's model; the generated literal is the bridge. */
export type ColumnType =
  | {
      readonly kind: 'tinyint' | 'smallint' | 'mediumint' | 'int' | 'bigint'
      readonly unsigned?: true
      readonly as?: 'number' | 'string'
    }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number; readonly unsigned?: true }
  | { readonly kind: 'float' | 'double'; readonly unsigned?: true }
  | { readonly kind: 'bool' }
  | { readonly kind: 'bit'; readonly length: number }
  | { readonly kind: 'char' | 'varchar'; readonly length: number }
  | { readonly kind: 'tinytext' | 'text' | 'mediumtext' | 'longtext' }
  | { readonly kind: 'binary' | 'varbinary'; readonly length: number }
  | { readonly kind: 'tinyblob' | 'blob' | 'mediumblob' | 'longblob' }
  | { readonly kind: 'date' | 'year' }
  | { readonly kind: 'time' | 'datetime' | 'timestamp'; readonly precision: number }
  | { readonly kind: 'enum' | 'set'; readonly values: readonly string[] }
  | { readonly kind: 'json' }
  | { readonly kind: 'uuid' }
