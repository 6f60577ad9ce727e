/** The SQL types a column can have. Plain data: the same shape is written into generated modules as a literal. */
export type ColumnType =
  | IntegerType
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

export interface IntegerType {
  readonly kind: 'tinyint' | 'smallint' | 'mediumint' | 'int' | 'bigint'
  readonly unsigned?: true
  /** How a bigint appears in TypeScript; `bigint` when absent. */
  readonly as?: 'number' | 'string'
}
