// biome-ignore-all lint/complexity/noThisInStatic: generated classes inherit the static calls, and `this` is the class that was called
import { ChangeSet } from './change-set.js'
import { constructChanges } from './construct.js'
import type { Table } from './define-table.js'
import { currentEngine, type FlushOptions, type Receipt } from './engine.js'
import type { EntityClass, EntityTypes, JsonOf, KeyOf, PatchOf, TypedEntity } from './entity-types.js'
import { changesFromRow } from './from-row.js'
import { toPlain, toShown } from './to-json.js'

/** The base of generated classes: it keeps the values, knows what changed, and hands the rest to the engine in use. */
export abstract class Entity<Types extends EntityTypes = EntityTypes> implements TypedEntity<Types> {
  /** Of the generated class. */
  declare static readonly table: Table
  declare readonly $types: Types
  /** For the engine. */
  readonly $changes: ChangeSet

  /** `input` is what the generated class takes; the changes of a row that was read come in by the same way. */
  constructor(table: Table, input: Types['input']) {
    this.$changes = input instanceof ChangeSet ? input : constructChanges(table, input)
  }

  /**
   * Reads the row from MySQL; null when there is none. It may trail what is still queued: `receipt.applied()` of a flush
   * waits for that.
   */
  static async loadById<C extends EntityClass>(this: C, key: KeyOf<C>): Promise<InstanceType<C> | null> {
    return currentEngine(`${this.name}.loadById`).loadById(this, key)
  }

  /** Reads rows from MySQL, in the order of `keys`; null where there is none. It may trail what is still queued. */
  static async loadByIds<C extends EntityClass>(
    this: C,
    keys: readonly KeyOf<C>[],
  ): Promise<(InstanceType<C> | null)[]> {
    return currentEngine(`${this.name}.loadByIds`).loadByIds(this, keys)
  }

  /**
   * An entity from a row that another library loaded, clean. Columns go by property or by column name; every column of
   * the table must be there. Throws RowError.
   */
  static fromRow<C extends EntityClass>(this: C, row: object): InstanceType<C> {
    return entityFrom(this, changesFromRow(this.table, row))
  }

  /** Queues what changed; each entity is a unit of its own. Resolves when Redis has it. */
  static async flushLazy<C extends EntityClass>(
    this: C,
    entities: InstanceType<C> | readonly InstanceType<C>[],
    options?: FlushOptions,
  ): Promise<Receipt> {
    return currentEngine(`${this.name}.flushLazy`).flushLazy(entities, options)
  }

  /** Queues the deletion of rows; an update where the entity has a soft delete. */
  static async deleteLazy<C extends EntityClass>(
    this: C,
    entities: InstanceType<C> | readonly InstanceType<C>[],
  ): Promise<Receipt> {
    return currentEngine(`${this.name}.deleteLazy`).deleteLazy(entities)
  }

  /** Queues a change of a row without loading it. A row that is not there makes the unit a dead letter. */
  static async patchLazy<C extends EntityClass>(this: C, key: KeyOf<C>, patch: PatchOf<C>): Promise<Receipt> {
    return currentEngine(`${this.name}.patchLazy`).patchLazy(this, key, patch)
  }

  /** Queues the deletion of a row without loading it. A row that is not there is fine. */
  static async deleteLazyById<C extends EntityClass>(this: C, key: KeyOf<C>): Promise<Receipt> {
    return currentEngine(`${this.name}.deleteLazyById`).deleteLazyById(this, key)
  }

  /** Queues an insert of a new entity, else an update of the dirty columns. Nothing dirty queues nothing. */
  async flushLazy(options?: FlushOptions): Promise<Receipt> {
    return currentEngine(`${this.constructor.name}.flushLazy`).flushLazy(this, options)
  }

  /** Queues the deletion of the row; an update where the entity has a soft delete. */
  async deleteLazy(): Promise<Receipt> {
    return currentEngine(`${this.constructor.name}.deleteLazy`).deleteLazy(this)
  }

  /**
   * Adds 1 or more to a numeric column: applied in MySQL as column + amount, so that nobody else's increment is lost. The
   * value read here shows the sum of what this object knows.
   */
  increment(property: Types['numeric'], by: bigint | number = 1n): void {
    this.$changes.increment(property, by)
  }

  /** True when a flush would queue something: always for a new entity. */
  get isDirty(): boolean {
    return this.$changes.isDirty
  }

  /** Properties that the next flush would write; of a new entity those that were given. */
  dirtyColumns(): readonly (keyof Types['columns'] & string)[] {
    return this.$changes.dirtyProperties() as (keyof Types['columns'] & string)[]
  }

  /** Back to the values of the last flush or load. A new entity has none and stays as it is. */
  revert(): void {
    this.$changes.revert()
  }

  /** Plain properties: bigint as text, Date in ISO form, bytes as base64. What is not known yet is left out. */
  toJSON(): JsonOf<Types['columns']> {
    return toPlain(this.$changes) as JsonOf<Types['columns']>
  }

  /** For generated accessors. */
  protected $get(index: number): unknown {
    return this.$changes.get(index)
  }

  /** For generated accessors. */
  protected $set(index: number, value: unknown): void {
    this.$changes.set(index, value)
  }

  /** For generated accessors: takes an entity or its key. */
  protected $setReference(index: number, value: unknown): void {
    this.$changes.setReference(index, value)
  }

  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: object, options: object) => string,
  ): string {
    return `${this.constructor.name} ${inspect(toShown(this.$changes), options)}`
  }
}

/** An entity around changes that were read from a row. */
export function entityFrom<C extends EntityClass>(entity: C, changes: ChangeSet): InstanceType<C> {
  return new entity(changes as never) as InstanceType<C>
}
