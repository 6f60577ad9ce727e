import type { AnyEntity } from './change-set.js'
import type { Table } from './define-table.js'

/** What a generated module declares about its entity; each `interface XTypes` has this form. */
export interface EntityTypes {
  /** Type of the key; for a composite key an object of its properties. */
  readonly key: unknown
  /** What the constructor takes. */
  readonly input: object
  /** What `patchLazy` takes. */
  readonly patch: object
  /** Properties that `increment` takes; `never` when there are none. */
  readonly numeric: string
  /** Every column as it reads. */
  readonly columns: object
}

/** An entity whose types are known; `$types` exists for the compiler alone. */
export interface TypedEntity<Types extends EntityTypes = EntityTypes> extends AnyEntity {
  readonly $types: Types
}

/** A generated class: what `engine.loadById(UserEntity, 1n)` and the static calls take. */
export interface EntityClass<E extends TypedEntity = TypedEntity> {
  new (input: never): E
  readonly table: Table
}

/** The types behind a generated class. */
export type TypesOf<C extends EntityClass> = InstanceType<C>['$types']
/** The key of a generated class: `bigint`, or an object of properties for a composite key. */
export type KeyOf<C extends EntityClass> = TypesOf<C>['key']
/** What can be changed of a row that was not loaded. */
export type PatchOf<C extends EntityClass> = TypesOf<C>['patch']

/** What `toJSON` gives for columns: bigint and Date as string, bytes as base64. */
export type JsonOf<Columns> = { [Property in keyof Columns]: JsonValueOf<Columns[Property]> }
type JsonValueOf<Value> = Value extends bigint | Date | Uint8Array ? string : Value
