import type { ColumnType, DefaultValue, ReferentialAction } from '../model/index.js'

/** Runs a statement on the database to look at; a row by column name. Numbers may come as text. */
export type RunQuery = (
  sql: string,
  params?: readonly unknown[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** What a database holds, as far as a schema can speak of it. Views are left out. */
export interface LiveDatabase {
  readonly server: 'mysql' | 'mariadb'
  /** Whether the server tells table names apart by case. */
  readonly tableNames: 'exact' | 'ignoringCase'
  /** The default collation of each charset. */
  readonly defaultCollations: ReadonlyMap<string, string>
  /** By name. */
  readonly tables: readonly LiveTable[]
}

export interface LiveTable {
  readonly name: string
  readonly engine: string
  readonly comment: string
  readonly charset: string
  readonly collation: string
  readonly columns: readonly LiveColumn[]
  /** Empty where the table has none. */
  readonly primaryKey: readonly string[]
  /** All keys besides the primary one. */
  readonly indexes: readonly LiveIndex[]
  readonly foreignKeys: readonly LiveForeignKey[]
  /** CHECK clauses, but for those that make a column JSON. */
  readonly checks: readonly string[]
  readonly triggers: readonly string[]
}

export interface LiveColumn {
  readonly name: string
  /** As the database writes it: `int(10) unsigned`. */
  readonly typeText: string
  /** Undefined for a type that a schema cannot have. */
  readonly type: ColumnType | undefined
  readonly nullable: boolean
  /** Undefined where there is none, or NULL. */
  readonly default: LiveDefault | undefined
  readonly autoIncrement: boolean
  readonly onUpdateNow: boolean
  readonly generated: { readonly expression: string; readonly stored: boolean } | undefined
  readonly comment: string
  /** For columns of text. */
  readonly charset: string | undefined
  readonly collation: string | undefined
}

export type LiveDefault =
  | { readonly kind: 'value'; readonly value: DefaultValue }
  /** Something that a schema cannot say. */
  | { readonly kind: 'expression'; readonly sql: string }

export interface LiveIndex {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly string[]
  /** What makes it inexpressible: a prefix, an expression, FULLTEXT. */
  readonly peculiarity: string | undefined
}

export interface LiveForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly targetTable: string
  readonly targetColumns: readonly string[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
}
