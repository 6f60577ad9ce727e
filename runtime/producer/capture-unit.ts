import { ColumnMask } from '../entity/column-mask.js'
import {
  type AnyEntity,
  type Capture,
  type CaptureOptions,
  type Column,
  captureDelete,
  captureFlush,
  captureVacating,
  reserveKeyOf,
} from '../entity/index.js'
import type { ChangeEvent, WireValue } from '../event/unit.js'
import { CapturedUnit, refuseAll } from './captured-unit.js'
import type { ChangeKind } from './change-claims.js'
import { areIndependent, orderUnit, type UnitMode, type UnitStep } from './unit-order.js'

/**
 * Captures changes as one unit, in an order that works; none when none of them has anything to queue. Throws with every
 * entity as it was, UnitCycleError among others.
 */
export function captureTogether(
  changes: ReadonlyMap<AnyEntity, ChangeKind>,
  options: CaptureOptions,
): readonly CapturedUnit[] {
  return areIndependent(changes)
    ? captureInserts(changes.keys(), options)
    : captureOrdered(changes, options, 'together')
}

/** The same with a unit for each change. A reference to a row whose key MySQL gives cannot be resolved then. */
export function captureApart(
  changes: ReadonlyMap<AnyEntity, ChangeKind>,
  options: CaptureOptions,
): readonly CapturedUnit[] {
  return captureOrdered(changes, options, 'apart')
}

/** New rows that need no order, as one unit. */
function captureInserts(entities: Iterable<AnyEntity>, options: CaptureOptions): readonly CapturedUnit[] {
  let unit: CapturedUnit | undefined
  try {
    for (const entity of entities) {
      const capture = captureFlush(entity, options)
      if (capture === null) continue
      unit ??= CapturedUnit.emptyFor(entity)
      unit.add(capture, capture.event)
    }
  } catch (error) {
    unit?.settleRefused()
    throw error
  }
  return unit === undefined ? [] : [unit]
}

function captureOrdered(
  changes: ReadonlyMap<AnyEntity, ChangeKind>,
  options: CaptureOptions,
  mode: UnitMode,
): readonly CapturedUnit[] {
  const steps = orderUnit(changes, mode)
  const builder = new UnitBuilder(steps, options, mode)
  try {
    for (const step of steps) builder.capture(step)
    builder.setDeferred()
  } catch (error) {
    refuseAll(builder.units)
    throw error
  }
  return builder.units
}

/** A reference that is inserted as NULL first. `key` is null where MySQL gives the parent's key. */
interface DeferredReference {
  readonly entity: AnyEntity
  readonly column: Column
  readonly parent: AnyEntity | undefined
  readonly key: WireValue
}

class UnitBuilder {
  readonly units: CapturedUnit[] = []
  readonly #mode: UnitMode
  readonly #options: CaptureOptions
  readonly #steps: readonly UnitStep[]
  /** What was captured, in order; in one unit the place here is the place in the unit. */
  readonly #captured: { readonly entity: AnyEntity; readonly event: ChangeEvent }[] = []
  readonly #deferred: DeferredReference[] = []
  /** Made when somebody asks: most units hold no reference whose key is not known. */
  #members: ReadonlySet<AnyEntity> | undefined
  readonly #places = new Map<AnyEntity, number>()

  constructor(steps: readonly UnitStep[], options: CaptureOptions, mode: UnitMode) {
    this.#mode = mode
    this.#steps = steps
    this.#options = { ...options, resolveReference: (entity) => this.#keyOf(entity) }
  }

  capture(step: UnitStep): void {
    const { entity } = step
    const deferred = step.kind === 'vacate' ? [] : step.deferred
    const held = deferred.map((column) => entity.$changes.held?.[column.index])
    const capture = this.#captureOf(step)
    if (capture === null) return
    let { event } = capture
    deferred.forEach((column, index) => {
      const at = event.shape.fields.findIndex(({ property, role }) => property === column.property && role === 'set')
      this.#deferred.push({ entity, column, parent: held[index], key: event.values[at]! })
      event = { ...event, values: event.values.with(at, null) }
    })
    this.#captured.push({ entity, event })
    this.#unitFor(entity).add(capture, event)
  }

  /** Sets the references that were inserted as NULL, now that all rows are there. */
  setDeferred(): void {
    for (const { entity, column, parent, key } of this.#deferred) {
      const changed = new ColumnMask()
      changed.add(column.index)
      const { shape } = entity.$changes.table.plans.patch(changed)
      const value = key ?? (parent === undefined ? null : { ref: this.#placeOf(parent)! })
      this.#unitFor(entity).events.push({ shape, values: [...this.#rowKey(entity), value] })
    }
  }

  #captureOf(step: UnitStep): Capture | null {
    switch (step.kind) {
      case 'flush':
        return captureFlush(step.entity, this.#options)
      case 'delete':
        return captureDelete(step.entity, this.#options)
      case 'vacate':
        return captureVacating(step.entity, step.columns)
    }
  }

  #unitFor(entity: AnyEntity): CapturedUnit {
    let unit = this.#mode === 'together' ? this.units[0] : undefined
    if (unit === undefined) {
      unit = CapturedUnit.emptyFor(entity)
      this.units.push(unit)
    }
    return unit
  }

  /** What a reference to a new entity of the same call is written as; null where it is set at the end. */
  #keyOf(entity: AnyEntity): WireValue | undefined {
    this.#members ??= new Set(this.#steps.map((step) => step.entity))
    if (!this.#members.has(entity)) return undefined
    const reserved = reserveKeyOf(entity, this.#options.allocateId)
    if (reserved !== undefined) return reserved
    if (this.#mode === 'apart') return undefined
    const place = this.#placeOf(entity)
    return place === undefined ? null : { ref: place }
  }

  #rowKey(entity: AnyEntity): readonly WireValue[] {
    const place = this.#placeOf(entity)!
    const { event } = this.#captured[place]!
    const key = event.values.filter((_, index) => event.shape.fields[index]?.role === 'key')
    return key.length > 0 ? key : [{ ref: place }]
  }

  #placeOf(entity: AnyEntity): number | undefined {
    for (let place = this.#places.size; place < this.#captured.length; place++)
      this.#places.set(this.#captured[place]!.entity, place)
    return this.#places.get(entity)
  }
}
