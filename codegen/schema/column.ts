declare const value: unique symbol

/** What the database does with the rows that refer to a row which goes or changes its key. */
export type ReferentialAction = 'restrict' | 'cascade' | 'set null' | 'no action'

/** How a generated column is kept: computed at each read, or written with the row. */
export type GeneratedStorage = 'virtual' | 'stored'

/**
 * A column under construction. `Value` is its TypeScript type, `Method` the modifiers that still make sense, and
 * `Later` those that `.nullable()` brings: so a modifier that does not fit, or a second call of one, does not compile.
 */
export type Column<
  Value = unknown,
  Method extends keyof ColumnMethods = never,
  Later extends keyof ColumnMethods = never,
> = Pick<ColumnMethods<Value, Method, Later>, Method> & { readonly [value]: Value }

/** Modifiers that every column has. */
export type CommonMethod =
  | 'nullable'
  | 'unique'
  | 'index'
  | 'column'
  | 'comment'
  | 'sensitive'
  | 'renamedFrom'
  | 'primary'

/** What a key cannot be. */
type NotForKeys = 'nullable' | 'primary' | 'unique' | 'index' | 'onUpdateNow' | 'softDelete' | 'version' | 'generatedAs'

/** What a generated column cannot have, for MySQL computes it. */
type NotForGenerated =
  | 'generatedAs'
  | 'default'
  | 'defaultNow'
  | 'onUpdateNow'
  | 'softDelete'
  | 'version'
  | 'primary'
  | 'autoIncrement'

// biome-ignore format: one modifier a line, its documentation above it
export interface ColumnMethods<Value = unknown, Method extends keyof ColumnMethods = never, Later extends keyof ColumnMethods = never> {
  /** Allows NULL. Columns are NOT NULL otherwise. */
  nullable(): Column<Value | null, Exclude<Method, 'nullable' | 'primary' | 'version'> | Later>
  /** Part of the primary key; several columns make a composite key, in the order of their declaration. */
  primary(): Column<Value, Exclude<Method, NotForKeys>>
  /** No two rows share the value. Columns that give the same `name` make one composite unique key. */
  unique(name?: string): Column<Value, Exclude<Method, 'unique'>, Later>
  /** A secondary index. Columns that give the same `name` make one composite index. */
  index(name?: string): Column<Value, Exclude<Method, 'index'>, Later>
  /** The value of a new row that does not say otherwise; set by the constructor and by the database. */
  default(value: DefaultOf<Value>): Column<Value, Exclude<Method, 'default' | 'defaultNow' | 'generatedAs' | 'version'>, Later>
  /** New rows take the current time, read when the entity is made. */
  defaultNow(): Column<Value, Exclude<Method, 'default' | 'defaultNow' | 'generatedAs'>, Later>
  /** Each flush of a changed row sets the current time; set by the producer, so that a replay writes the same. */
  onUpdateNow(): Column<Value, Exclude<Method, 'onUpdateNow' | 'generatedAs' | 'primary'>, Later>
  /** No negative values, twice the range. */
  unsigned(): Column<Value, Exclude<Method, 'unsigned'>, Later>
  /** Reads and takes `number`: values beyond 2^53 are refused. */
  asNumber(): Column<Swap<Value, number>, Exclude<Method, 'asNumber' | 'asString'>, Later>
  /** Reads and takes decimal text. */
  asString(): Column<Swap<Value, string>, Exclude<Method, 'asNumber' | 'asString'>, Later>
  /** The name in the database, where it is not the property's own in the entity's naming. */
  column(name: string): Column<Value, Exclude<Method, 'column'>, Later>
  /** The comment that the database keeps with the column. */
  comment(text: string): Column<Value, Exclude<Method, 'comment'>, Later>
  /** Masked wherever values are shown: errors, dead letters, the dashboard. */
  sensitive(): Column<Value, Exclude<Method, 'sensitive'>, Later>
  /** Earlier property names, which events of older producers still carry. */
  renamedFrom(...properties: readonly [string, ...string[]]): Column<Value, Exclude<Method, 'renamedFrom'>, Later>
  /** A column that MySQL computes from others; read, never written. `virtual` unless said. */
  generatedAs(expression: string, storage?: GeneratedStorage): Column<Value, Exclude<Method, NotForGenerated>>
  /** Marks rows as deleted: deleteLazy sets the time, loads leave such rows out. */
  softDelete(): Column<Value, Exclude<Method, 'softDelete' | 'default' | 'defaultNow' | 'onUpdateNow' | 'generatedAs' | 'unique'>>
  /** Optimistic locking: a fresh random token at each flush; a flush of an older state becomes a dead letter. */
  version(): Column<Value, Extract<Method, 'column' | 'comment'>>
  /** Leaves the id to MySQL: it is unknown until the row is written. */
  autoIncrement(): Column<Value | undefined, Exclude<Method, 'autoIncrement'>>
  /** What happens to this row when the one it refers to goes; `restrict` unless said. */
  onDelete(action: ReferentialAction): Column<Value, Exclude<Method, 'onDelete'>, Later>
  /** What happens to this row when the key it refers to changes; `restrict` unless said. */
  onUpdate(action: ReferentialAction): Column<Value, Exclude<Method, 'onUpdate'>, Later>
  /** No constraint in the database, and no order between the two rows. */
  noForeignKey(): Column<Value, Exclude<Method, 'noForeignKey' | 'onDelete' | 'onUpdate'>, Later>
}

/** The other TypeScript type of a bigint, NULL kept where it is allowed. */
type Swap<Value, Other> = null extends Value ? Other | null : Other

/** Times are given as MySQL writes them, in UTC: schema files hold no `Date`. */
type DefaultOf<Value> = Value extends Date ? string : Value
