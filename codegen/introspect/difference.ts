import type { EntityModel } from '../model/index.js'
import type { Charset, EntityIndex } from '../sql/index.js'
import type { LiveDatabase, LiveTable } from './live.js'

/** One way in which the database is not what the schema says. */
export interface Difference {
  readonly table: string
  /** What to create first: tables, then columns, then keys, then foreign keys. */
  readonly subject: 'table' | 'column' | 'key' | 'reference'
  /** Adding loses nothing and stops nobody; changing stays with the user. */
  readonly effect: 'adds' | 'changes'
  readonly words: string
  /** Statements that would settle it. */
  readonly sql: readonly string[]
}

export interface SchemaDiff {
  /** In the order in which they can be applied. */
  readonly additions: readonly Difference[]
  readonly changes: readonly Difference[]
}

/** A table with the entity that describes it. */
export interface ComparedTable {
  readonly entity: EntityModel
  readonly live: LiveTable
  readonly entities: EntityIndex
  readonly database: LiveDatabase
}

export function sameTable(a: string, b: string, { tableNames }: LiveDatabase): boolean {
  return a === b || (tableNames === 'ignoringCase' && a.toLowerCase() === b.toLowerCase())
}

/** The charset and collation that a new column of the table takes when it says nothing. */
export function tableCharset({ entity, live }: ComparedTable): Charset {
  const { charset, collation } = live
  return entity.collation === undefined ? { charset } : { charset, collation }
}
