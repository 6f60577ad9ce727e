/**
 * What the runtime knows of an entity: the literal that a generated module hands to `defineTable`.
 * Everything else (codecs, key builders, statement shapes) is derived from it once.
 */
export interface TableDefinition {
  /** `User`: the name that travels in events. */
  readonly entity: string
  readonly table: string
  /** MySQL pool; `default` unless the schema says otherwise; of a sharded table the first. */
  readonly pool: string
  /** Set where the rows are spread over several pools. */
  readonly shards?: ShardsDefinition
  /** Set only where the schema overrides the pool's stream. */
  readonly stream?: string
  /** Of the table's texts; absent for utf8mb4. */
  readonly charset?: string
  readonly columns: readonly ColumnDefinition[]
  /** Properties of the primary key, in order; never empty. */
  readonly key: readonly string[]
  /** Unique keys besides the primary key, by property. */
  readonly uniques: readonly (readonly string[])[]
  /** False: every change of a row is applied by itself. */
  readonly coalesce?: false
  /** Properties that are gone: what events of older producers say of them is left out. */
  readonly removed?: readonly string[]
  readonly sql: TableSql
}

export interface ShardsDefinition {
  /** Property of the primary key whose value decides. */
  readonly key: string
  /** A row falls into the slot `CRC32(key) % slots`. */
  readonly slots: number
  /** First and last slot of each range, by pool; together every slot, each once. */
  readonly pools: Readonly<Record<string, readonly (readonly [first: number, last: number])[]>>
}

/** Every MySQL pool that has the table. */
export function poolsOf({ pool, shards }: Pick<TableDefinition, 'pool' | 'shards'>): readonly string[] {
  return shards === undefined ? [pool] : Object.keys(shards.pools)
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
   * Absent where a key's text would be compared under an unknown collation: such rows are updated one by one.
   * No key may come twice in one statement: the second change of a row would be dropped silently.
   */
  readonly updateMany?: UpdateManySql
  /** `DELETE` by one parameter: a JSON array of arrays of key values in text form. Absent as above. */
  readonly deleteMany?: string
}

/**
 * `UPDATE` by one parameter: a JSON array with an array for each row,
 * `[...value masks, ...null masks, ...key, ...values]`. A mask holds 30 slots, slot 0 in its lowest bit. A slot's bit
 * in a value mask says that its value stands in `values`, which follow each other in the order of slots, without gaps,
 * filled up with 0 to the form's number; its bit in a null mask sets the column to NULL and takes no value.
 * Bytes are base64; everything else is in wire form.
 */
export interface UpdateManySql {
  /** By property, with the sigils of the event format: `age` sets, `+age` adds an amount, `=version` must match. */
  readonly slots: readonly string[]
  /** Ascending by `values`; the last has room for every slot. The smallest that fits all rows is the fastest. */
  readonly forms: readonly { readonly values: number; readonly sql: string }[]
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
