import {
  type AnyEntity,
  type Capture,
  type CaptureOptions,
  captureDelete,
  captureDeleteByKey,
  captureFlush,
  capturePatch,
  type FlushOptions,
  type Table,
} from '../entity/index.js'
import type { ChangeEvent } from '../event/unit.js'
import type { Clock } from '../ports.js'
import { CallQueue, type IdNeeds } from './call-queue.js'
import { captureApart, captureTogether } from './capture-unit.js'
import { type CapturedUnit, captureAll } from './captured-unit.js'
import type { ChangeKind } from './change-claims.js'
import { Enqueuer } from './enqueuer.js'
import type { IdSupply } from './id-supply.js'
import type { Lane } from './lane.js'
import type { LedgerWatch } from './ledger-watch.js'
import { QueuedReceipt, type ReceiptPart } from './queued-receipt.js'
import { UnitSpansPoolsError } from './unit-errors.js'
import { orderUnit } from './unit-order.js'

/** A stream as the producer sees it: the way in, and the place where its receipts look. */
export interface Route {
  readonly lane: Lane
  readonly watch: LedgerWatch
}

export interface ProducerOptions {
  /** Of every table that may be flushed. Throws for one that the engine does not know. */
  readonly route: (table: Table) => Route
  readonly supply: (table: Table) => IdSupply
  readonly maxTicketUnits: number
  readonly clock: Clock
}

type CaptureOne = (entity: AnyEntity, options: CaptureOptions) => Capture | null

const NO_NEEDS: IdNeeds = new Map()

/** Turns calls into units on their way: captures at the call, in the order of the calls, all or nothing. */
export class Producer {
  readonly #options: ProducerOptions
  readonly #enqueuer: Enqueuer
  readonly #queue: CallQueue

  constructor(options: ProducerOptions) {
    this.#options = options
    this.#enqueuer = new Enqueuer(options.maxTicketUnits)
    this.#queue = new CallQueue(options.supply)
  }

  flush(entities: readonly AnyEntity[], { onDuplicate }: FlushOptions): Promise<QueuedReceipt> {
    return this.#enqueueEach(entities, idNeeds(entities), (entity, options) =>
      captureFlush(entity, onDuplicate === undefined ? options : { ...options, onDuplicate }),
    )
  }

  delete(entities: readonly AnyEntity[]): Promise<QueuedReceipt> {
    return this.#enqueueEach(entities, NO_NEEDS, captureDelete)
  }

  /** Queues the changes as one unit. Throws UnitSpansPoolsError and UnitCycleError. */
  flushUnit(changes: ReadonlyMap<AnyEntity, ChangeKind>): Promise<QueuedReceipt> {
    const entities = [...changes.keys()]
    return this.#queue.run(idNeeds(entities), () => {
      const routes = this.#routesOf(entities)
      if (routes.size > 1) throw new UnitSpansPoolsError([...routes.keys()].map(({ lane }) => lane.stream))
      const unit = captureTogether(orderUnit(changes), this.#captureOptions())
      return this.#enqueue(routes, unit === null ? [] : [unit])
    })
  }

  /** Queues the changes in the same order, each as a unit. */
  flushApart(changes: ReadonlyMap<AnyEntity, ChangeKind>): Promise<QueuedReceipt> {
    const entities = [...changes.keys()]
    return this.#queue.run(idNeeds(entities), () => {
      const routes = this.#routesOf(entities)
      return this.#enqueue(routes, captureApart(orderUnit(changes), this.#captureOptions()))
    })
  }

  patch(table: Table, key: unknown, patch: object): Promise<QueuedReceipt> {
    return this.#enqueueByKey(table, (options) => capturePatch(table, key, patch, options))
  }

  deleteByKey(table: Table, key: unknown): Promise<QueuedReceipt> {
    return this.#enqueueByKey(table, (options) => captureDeleteByKey(table, key, options))
  }

  /** Resolves when no call waits for ids. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  #enqueueEach(entities: readonly AnyEntity[], needs: IdNeeds, capture: CaptureOne): Promise<QueuedReceipt> {
    return this.#queue.run(needs, () => {
      const routes = this.#routesOf(entities)
      const units = this.#capture(entities, capture)
      return this.#enqueue(routes, units)
    })
  }

  #enqueueByKey(table: Table, capture: (options: CaptureOptions) => ChangeEvent | null): Promise<QueuedReceipt> {
    return this.#queue.run(NO_NEEDS, () => {
      const route = this.#route(table)
      const event = capture(this.#captureOptions())
      const units = event === null ? [] : [{ table, events: [event], captures: [] }]
      return this.#enqueuePart(route, [], units).then((part) => new QueuedReceipt([part]))
    })
  }

  #capture(entities: readonly AnyEntity[], capture: CaptureOne): readonly CapturedUnit[] {
    const options = this.#captureOptions()
    return captureAll(entities, (entity) => {
      const captured = capture(entity, options)
      return captured === null ? [] : [{ table: captured.table, events: [captured.event], captures: [captured] }]
    })
  }

  async #enqueue(
    routes: ReadonlyMap<Route, readonly AnyEntity[]>,
    units: readonly CapturedUnit[],
  ): Promise<QueuedReceipt> {
    const parts: Promise<ReceiptPart>[] = []
    for (const [route, entities] of routes) {
      const own = routes.size === 1 ? units : units.filter(({ table }) => this.#options.route(table) === route)
      parts.push(this.#enqueuePart(route, entities, own))
    }
    return new QueuedReceipt(await Promise.all(parts))
  }

  async #enqueuePart(
    { lane, watch }: Route,
    entities: readonly AnyEntity[],
    units: readonly CapturedUnit[],
  ): Promise<ReceiptPart> {
    return { eventIds: await this.#enqueuer.enqueue(lane, entities, units), units, watch }
  }

  #routesOf(entities: readonly AnyEntity[]): ReadonlyMap<Route, readonly AnyEntity[]> {
    const routes = new Map<Route, AnyEntity[]>()
    for (const entity of entities) {
      const route = this.#route(entity.$changes.table)
      const known = routes.get(route)
      if (known === undefined) routes.set(route, [entity])
      else known.push(entity)
    }
    return routes
  }

  #route(table: Table): Route {
    const route = this.#options.route(table)
    route.lane.assertOpen()
    return route
  }

  #captureOptions(): CaptureOptions {
    return {
      now: new Date(this.#options.clock.now()),
      allocateId: (table) => this.#options.supply(table).next(),
    }
  }
}

/** New entities whose key the sequence gives; a key from a flush that was refused is used again. */
export function idNeeds(entities: readonly AnyEntity[]): IdNeeds {
  const needs = new Map<Table, number>()
  for (const { $changes } of entities) {
    const { table, phase, reserved } = $changes
    if (phase === 'new' && table.assignedKey?.filledBy === 'sequence' && reserved === undefined)
      needs.set(table, (needs.get(table) ?? 0) + 1)
  }
  return needs.size === 0 ? NO_NEEDS : needs
}
