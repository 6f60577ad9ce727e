import {
  type AnyEntity,
  type CaptureOptions,
  captureDelete,
  captureDeleteByKey,
  captureFlush,
  capturePatch,
  type FlushOptions,
  type OnDuplicate,
  poolOfEntity,
  poolOfKey,
  type Receipt,
  type Table,
} from '../entity/index.js'
import type { ChangeEvent } from '../event/unit.js'
import type { Clock, FlushSpan, Tracing } from '../ports.js'
import { CallQueue } from './call-queue.js'
import { captureApart, captureTogether } from './capture-unit.js'
import { CapturedUnit, captureEach, type UnitsOutcome } from './captured-unit.js'
import type { ChangeKind } from './change-claims.js'
import { EnqueueUnknownError } from './enqueue-errors.js'
import { Enqueuer } from './enqueuer.js'
import type { IdSupply } from './id-supply.js'
import type { Lane } from './lane.js'
import type { LedgerWatch } from './ledger-watch.js'
import { JoinedReceipt, QueuedReceipt } from './queued-receipt.js'
import { UnitSpansPoolsError } from './unit-errors.js'

/** A stream as the producer sees it: the way in, and the place where its receipts look. */
export interface Route {
  /** The stream's key in Redis. */
  readonly key: string
  readonly lane: Lane
  readonly watch: LedgerWatch
}

export interface ProducerOptions {
  /** Of every table that may be flushed, in each of its pools. Throws for one that the engine does not know. */
  readonly route: (table: Table, pool: string) => Route
  readonly supply: (table: Table) => IdSupply
  readonly maxTicketUnits: number
  readonly clock: Clock
  readonly tracing: Tracing | undefined
}

/** Who waits for an outcome. */
interface Call {
  readonly span: FlushSpan | undefined
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (error: unknown) => void
}

const NOBODY: readonly AnyEntity[] = []

/** Turns calls into units on their way: captures at the call, in the order of the calls, all or nothing. */
export class Producer {
  readonly #options: ProducerOptions
  readonly #enqueuer: Enqueuer
  readonly #queue: CallQueue
  readonly #allocateId: CaptureOptions['allocateId']
  #time = new Date(0)

  constructor(options: ProducerOptions) {
    this.#options = options
    this.#enqueuer = new Enqueuer(options.maxTicketUnits)
    this.#queue = new CallQueue(options.supply)
    this.#allocateId = (table) => options.supply(table).next()
  }

  flush(entities: readonly AnyEntity[], { onDuplicate }: FlushOptions): Promise<Receipt> {
    return this.#call(entities, () => captureEach(entities, captureFlush, this.#captureOptions(onDuplicate)))
  }

  delete(entities: readonly AnyEntity[]): Promise<Receipt> {
    return this.#call(entities, () => captureEach(entities, captureDelete, this.#captureOptions()))
  }

  /** Queues the changes as one unit. Throws UnitSpansPoolsError and UnitCycleError. */
  flushUnit(changes: ReadonlyMap<AnyEntity, ChangeKind>): Promise<Receipt> {
    const entities = [...changes.keys()]
    return this.#call(entities, () => {
      const streams = this.#routesOf(entities).map(({ lane }) => lane.stream)
      if (streams.length > 1) throw new UnitSpansPoolsError(streams)
      return captureTogether(changes, this.#captureOptions())
    })
  }

  /** Queues the changes in the same order, each as a unit. */
  flushApart(changes: ReadonlyMap<AnyEntity, ChangeKind>): Promise<Receipt> {
    return this.#call([...changes.keys()], () => captureApart(changes, this.#captureOptions()))
  }

  patch(table: Table, key: unknown, patch: object): Promise<Receipt> {
    return this.#callByKey(table, () => capturePatch(table, key, patch, { now: this.#now() }))
  }

  deleteByKey(table: Table, key: unknown): Promise<Receipt> {
    return this.#callByKey(table, () => captureDeleteByKey(table, key, { now: this.#now() }))
  }

  /** Resolves when no call waits for ids. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  #call(entities: readonly AnyEntity[], capture: () => readonly CapturedUnit[]): Promise<Receipt> {
    return this.#queue.run(entities, () => {
      const routes = this.#routesOf(entities)
      const units = capture()
      return routes.length === 1
        ? this.#enqueue(routes[0]!, entities, units)
        : this.#enqueueInEach(routes, entities, units)
    })
  }

  async #enqueueInEach(
    routes: readonly Route[],
    entities: readonly AnyEntity[],
    units: readonly CapturedUnit[],
  ): Promise<Receipt> {
    const parts = routes.map((route) => {
      const isOwn = (table: Table, pool: string) => this.#options.route(table, pool) === route
      return this.#enqueue(
        route,
        entities.filter((entity) => isOwn(entity.$changes.table, poolOfEntity(entity))),
        units.filter((unit) => isOwn(unit.table, unit.pool)),
      )
    })
    return new JoinedReceipt(await Promise.all(parts))
  }

  #callByKey(table: Table, capture: () => ChangeEvent | null): Promise<Receipt> {
    return this.#queue.run(NOBODY, () => {
      const event = capture()
      const route = this.#open(table, event === null ? table.definition.pool : poolOfKey(table, event.values))
      return this.#enqueue(route, NOBODY, event === null ? [] : [CapturedUnit.ofEvent(table, event)])
    })
  }

  #enqueue(route: Route, entities: readonly AnyEntity[], units: readonly CapturedUnit[]): Promise<Receipt> {
    const span = this.#startSpan(route, units)
    if (span !== undefined) for (const unit of units) unit.trace = span.trace
    return new Promise((resolve, reject) => {
      this.#enqueuer.enqueue(route.lane, entities, units, (outcome) =>
        this.#conclude(route, units, outcome, { span, resolve, reject }),
      )
    })
  }

  /** The units keep the trace of the flush that left them in doubt: what is sent again is the same to the byte. */
  #enqueueAgain(route: Route, left: readonly CapturedUnit[]): Promise<Receipt> {
    return this.#queue.run(NOBODY, () => {
      route.lane.assertOpen()
      const span = this.#startSpan(route, left)
      return new Promise((resolve, reject) => {
        this.#enqueuer.enqueueAgain(route.lane, left, (outcome) =>
          this.#conclude(route, left, outcome, { span, resolve, reject }),
        )
      })
    })
  }

  #startSpan({ key }: Route, units: readonly CapturedUnit[]): FlushSpan | undefined {
    return units.length === 0 ? undefined : this.#options.tracing?.flush(key, units)
  }

  #conclude(
    route: Route,
    units: readonly CapturedUnit[],
    outcome: UnitsOutcome,
    { span, resolve, reject }: Call,
  ): void {
    switch (outcome.kind) {
      case 'queued':
        span?.queued(outcome.eventIds)
        resolve(new QueuedReceipt(outcome, units, route.watch))
        return
      case 'refused':
        span?.failed(outcome.error)
        reject(outcome.error)
        return
      case 'inDoubt': {
        const left = outcome.units
        const eventIds = left.map(({ eventId }) => eventId!)
        const error = new EnqueueUnknownError(eventIds, outcome.cause, () => this.#enqueueAgain(route, left))
        span?.failed(error)
        reject(error)
      }
    }
  }

  #routesOf(entities: readonly AnyEntity[]): readonly Route[] {
    let routes: Route[] = []
    let last: Table | undefined
    for (const entity of entities) {
      const { table } = entity.$changes
      if (table === last && table.shards === undefined) continue
      last = table
      const route = this.#open(table, poolOfEntity(entity))
      if (routes.length === 0) routes = [route]
      else if (!routes.includes(route)) routes.push(route)
    }
    return routes
  }

  /** Throws BacklogLimitError and EngineClosedError. */
  #open(table: Table, pool: string): Route {
    const route = this.#options.route(table, pool)
    route.lane.assertOpen()
    return route
  }

  #captureOptions(onDuplicate?: OnDuplicate): CaptureOptions {
    return { now: this.#now(), allocateId: this.#allocateId, onDuplicate }
  }

  /** Calls of the same millisecond share it. */
  #now(): Date {
    const now = this.#options.clock.now()
    if (this.#time.getTime() !== now) this.#time = new Date(now)
    return this.#time
  }
}
