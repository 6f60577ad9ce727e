import type { Column } from './column.js'

/** The columns of an entity, by property. */
export type Columns = Readonly<Record<string, Column>>

/** An index or unique key over several columns. */
export interface CompositeKey<Property extends string> {
  readonly columns: readonly [Property, ...NoInfer<Property>[]]
  /** Made from table and columns unless given. */
  readonly name?: string
}

/** The slots that the rows of a sharded table fall into; each belongs to one pool. */
export interface ShardedPool<Property extends string> {
  readonly key: Property
  readonly slots: Readonly<Record<string, string>>
}

/**
 * The pool of a table that is spread over several: a row's key falls into one of the slots 0 to 1023, by
 * `CRC32(key) % 1024`, and the slots of each pool are named: `shardBy('tenantId', { first: '0-511', second: '512-1023' })`.
 * The key is part of the primary key: an integer or a UUID.
 */
export const shardBy = <const Property extends string>(
  key: Property,
  slots: Readonly<Record<string, string>>,
): ShardedPool<Property> => ({ key, slots })

export interface EntityOptions<Property extends string> {
  /** The MySQL pool that holds the table, or those that share it; `default` unless given. */
  readonly pool?: string | ShardedPool<Property>
  /** A stream of its own, for entities that should not wait behind others. */
  readonly stream?: string
  /** How column names are made of properties; `snake_case` unless given. */
  readonly naming?: 'snake_case' | 'preserve'
  readonly indexes?: readonly CompositeKey<Property>[]
  readonly uniques?: readonly CompositeKey<Property>[]
  /** The comment that the database keeps with the table. */
  readonly comment?: string
  /** `utf8mb4` unless given. */
  readonly charset?: string
  /** The charset's default unless given. */
  readonly collation?: string
  /** False: every change of a row is applied by itself, for tables with triggers that must see each. */
  readonly coalesce?: boolean
  /** Properties that the entity had and that are gone on purpose: what older producers still write to them is left out. */
  readonly removed?: readonly string[]
}

/** What `defineEntity` returns: a name to export and to refer to. */
export interface EntityDefinition<C extends Columns = Columns> {
  readonly table: string
  readonly columns: C
}

/**
 * An entity and its table. Export it as a constant: `export const User = defineEntity('users', { ... })` becomes the
 * class `UserEntity`. Arguments must be literals, for the file is read and never executed.
 */
export const defineEntity = <const C extends Columns>(
  table: string,
  columns: C,
  _options?: EntityOptions<Extract<keyof C, string>>,
): EntityDefinition<C> => ({ table, columns })
