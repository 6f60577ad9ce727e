import { Amounts } from './amounts.js'
import { isNumeric, type Wire } from './codec/index.js'
import type { Column } from './column.js'
import { type ColumnMask, NO_COLUMNS } from './column-mask.js'
import type { Table } from './define-table.js'
import {
  DeletedEntityError,
  IdNotAssignedError,
  RowError,
  UnknownPropertyError,
  ValueError,
  ValueNotAssignedError,
} from './errors/index.js'
import { type Changes, isSet, type Layer, markClean, markDirty, noteFormer, type Phase } from './layer.js'

/** Any entity as the engine sees it; the class Entity is its only implementation. */
export interface AnyEntity {
  readonly $changes: ChangeSet
}

/**
 * The values of one entity and what changed since the last capture.
 *
 * A value that can change in place (Date, bytes, JSON) has its wire form of the last capture in `snapshots`: that tells
 * what changed, and spares decoding what nobody reads. Of other columns the former value is noted when they change.
 */
export class ChangeSet implements Changes {
  readonly table: Table
  /** By column; undefined where the value is unknown, held as an entity, or not decoded yet. */
  readonly values: unknown[]
  phase: Phase
  /** Changed since the last capture; of a new entity what the program gave. */
  dirty: ColumnMask = NO_COLUMNS
  amounts: Amounts | undefined = undefined
  /** Of dirty columns, the value at the last capture. */
  former: unknown[] | undefined = undefined
  /** Wire form at the last capture, of columns that can change in place. */
  snapshots: (Wire | null | undefined)[] | undefined = undefined
  /** Entities that a reference leads to and whose key was not known. */
  held: (AnyEntity | undefined)[] | undefined = undefined
  /** A key that was given to a flush which was refused, or whose row may have another. */
  reserved: unknown = undefined
  /** Captures on their way, the newest first. */
  newest: Layer | undefined = undefined

  constructor(table: Table, values: unknown[], phase: Phase) {
    this.table = table
    this.values = values
    this.phase = phase
  }

  get(index: number): unknown {
    const value = this.values[index]
    return value === undefined ? this.#find(this.#column(index)) : value
  }

  set(index: number, value: unknown): void {
    const column = this.#column(index)
    this.put(column, acceptValue(column, value))
  }

  /** Takes an entity or its key. An entity whose key is not known yet is kept until the capture. */
  setReference(index: number, value: unknown): void {
    const column = this.#column(index)
    if (!isEntity(value)) {
      this.set(index, value)
      return
    }
    const { references } = column.definition
    if (value.$changes.table.entity !== references?.entity) {
      throw new ValueError(column.place, value.$changes.table.entity, `must be a ${references?.entity} or its key`)
    }
    const key = knownKey(value, column)
    if (key !== undefined) this.put(column, acceptValue(column, key))
    else this.#hold(column, value)
  }

  increment(property: string, by: unknown): void {
    const column = this.table.byProperty.get(property)
    if (column === undefined || !isNumeric(column.codec) || !this.table.numeric.includes(column)) {
      const numeric = this.table.numeric.map((other) => other.property)
      throw new UnknownPropertyError(this.table.entity, property, 'cannot be incremented', numeric)
    }
    const amount = column.codec.amount(by)
    const current = this.get(column.index)
    if (current === null) throw new ValueError(column.place, null, 'has no value to add to', 'set it first')
    const sum = column.codec.accept(column.codec.sum(current, amount))
    if (isSet(this, column)) {
      this.put(column, sum)
      return
    }
    this.#assertAlive(column)
    this.#noteFormer(column)
    this.values[column.index] = sum
    this.amounts ??= new Amounts()
    this.amounts.add(column, amount)
  }

  /** Stores a checked value; an equal one leaves the column as clean as it was. */
  put(column: Column, kept: unknown): void {
    const { index } = column
    this.#assertAlive(column)
    this.amounts?.mask.delete(index)
    if (this.held !== undefined) this.held[index] = undefined
    if (this.phase !== 'new' && this.#isUnchanged(column, kept)) markClean(this, index)
    else this.#noteFormer(column)
    this.values[index] = kept
  }

  get isDirty(): boolean {
    if (this.phase === 'new') return true
    if (this.phase === 'deleted') return false
    this.noticeMutations()
    return !this.dirty.isEmpty
  }

  dirtyProperties(): readonly string[] {
    if (this.phase === 'deleted') return []
    this.noticeMutations()
    return this.table.columns.filter((column) => this.dirty.has(column.index)).map((column) => column.property)
  }

  /** False where `get` would throw or give undefined. */
  isKnown(column: Column): boolean {
    const { index } = column
    if (this.values[index] !== undefined || this.snapshots?.[index] !== undefined) return true
    const held = this.held?.[index]
    return held !== undefined && knownKey(held, column) !== undefined
  }

  /** Marks columns whose value was changed in place. */
  noticeMutations(): void {
    if (this.phase === 'new') return
    for (const column of this.table.mutable) {
      const value = this.values[column.index]
      if (value === undefined || value === null || this.dirty.has(column.index)) continue
      if (column.codec.toWire(value) !== this.snapshots?.[column.index]) markDirty(this, column.index)
    }
  }

  /** Back to the state of the last capture or load. A new entity has none and stays as it is. */
  revert(): void {
    if (this.phase === 'new') return
    this.noticeMutations()
    for (const column of this.table.columns) {
      const { index } = column
      if (!this.dirty.has(index)) continue
      this.values[index] = column.mutable ? (this.snapshots?.[index] === null ? null : undefined) : this.former?.[index]
      if (this.held !== undefined) this.held[index] = undefined
    }
    this.dirty = NO_COLUMNS
    this.amounts = undefined
    this.former = undefined
  }

  /** The value that the row has, as far as this process knows: that of the last capture. */
  formerWire(column: Column): Wire | null {
    if (column.mutable) return this.snapshots?.[column.index] ?? null
    const value = this.dirty.has(column.index) ? this.former?.[column.index] : this.values[column.index]
    if (value === undefined || value === null) return null
    return column.codec.toWire(value)
  }

  setSnapshot(index: number, wire: Wire | null | undefined): void {
    this.snapshots ??= new Array(this.table.columns.length)
    this.snapshots[index] = wire
  }

  #column(index: number): Column {
    return this.table.columns[index] as Column
  }

  #isUnchanged(column: Column, kept: unknown): boolean {
    const { index } = column
    if (!column.mutable) return kept === (this.dirty.has(index) ? this.former?.[index] : this.values[index])
    this.#decodeSnapshot(column)
    return (kept === null ? null : column.codec.toWire(kept)) === this.snapshots?.[index]
  }

  /** Brings the snapshot into the form that `toWire` gives; one that cannot be decoded stays, and equals nothing. */
  #decodeSnapshot(column: Column): void {
    if (this.values[column.index] !== undefined) return
    try {
      this.#find(column)
    } catch (error) {
      if (!(error instanceof RowError)) throw error
    }
  }

  #noteFormer(column: Column): void {
    const { index } = column
    if (this.dirty.has(index)) return
    markDirty(this, index)
    if (this.phase === 'new' || column.mutable) return
    noteFormer(this, index, this.values[index])
  }

  #hold(column: Column, entity: AnyEntity): void {
    this.#assertAlive(column)
    this.#noteFormer(column)
    this.values[column.index] = undefined
    this.held ??= []
    this.held[column.index] = entity
  }

  #assertAlive(column: Column): void {
    if (this.phase === 'deleted') throw new DeletedEntityError(this.table.entity, column.property)
  }

  /** The slow way to a value: decodes it, asks the held entity, or says why there is none. */
  #find(column: Column): unknown {
    const { index } = column
    const snapshot = this.snapshots?.[index]
    if (snapshot === null) return null
    if (snapshot !== undefined) {
      const value = column.codec.fromWire(snapshot)
      this.values[index] = value
      this.setSnapshot(index, column.codec.toWire(value))
      return value
    }
    const held = this.held?.[index]
    if (held !== undefined) {
      const key = knownKey(held, column)
      if (key !== undefined) return key
      throw new IdNotAssignedError(
        held.$changes.table.entity,
        column.definition.references?.targetProperty ?? column.property,
      )
    }
    if (column.filledBy === 'database') return undefined
    if (column.definition.id !== undefined) throw new IdNotAssignedError(this.table.entity, column.property)
    throw new ValueNotAssignedError(this.table.entity, column.property)
  }
}

/** Checks a value of the program, NULL included, and returns what is kept. Throws ValueError. */
export function acceptValue(column: Column, value: unknown): unknown {
  if (value !== null) return column.codec.accept(value)
  if (column.nullable) return null
  throw new ValueError(column.place, null, 'must not be null')
}

export function isEntity(value: unknown): value is AnyEntity {
  return typeof value === 'object' && value !== null && '$changes' in value && value.$changes instanceof ChangeSet
}

/** The key that the reference `column` takes of `entity`; undefined as long as it has none. */
export function knownKey(entity: AnyEntity, column: Column): unknown {
  const { table, values } = entity.$changes
  const target = table.byProperty.get(column.definition.references?.targetProperty ?? '')
  return target === undefined ? undefined : values[target.index]
}
