import type { AnyEntity, Receipt } from '../entity/index.js'
import type { ChangeKind } from './change-claims.js'
import type { Producer } from './producer.js'

/** How `Flusher.flushLazy` packs what it has. */
export interface UnitOptions {
  /** False makes each entity a unit of its own, which may then be of several pools. Default true. */
  readonly atomic?: boolean
}

/**
 * Collects changes that take effect together: one unit, applied in one transaction or not at all. Order and keys inside
 * the unit work out by themselves. Usable again after a flush, and after one that failed.
 */
export class Flusher {
  readonly #producer: Producer
  #changes = new Map<AnyEntity, ChangeKind>()

  constructor(producer: Producer) {
    this.#producer = producer
  }

  /** Entities in it. */
  get size(): number {
    return this.#changes.size
  }

  /** To insert or update; what is dirty is looked at when the flush is called. */
  track(...entities: readonly AnyEntity[]): this {
    return this.#put(entities, 'flush')
  }

  /** To delete. An entity that was tracked before is only deleted; a new one then queues nothing. */
  delete(...entities: readonly AnyEntity[]): this {
    return this.#put(entities, 'delete')
  }

  /** Forgets every entity; the entities themselves stay as they are. */
  clear(): this {
    this.#changes.clear()
    return this
  }

  /**
   * Queues everything as one unit in one stream entry. Nothing dirty queues nothing. Resolves when Redis has it, and the
   * flusher is empty then; when it rejects it holds what it held. Throws UnitSpansPoolsError, UnitTooLargeError and
   * UnitCycleError before anything is queued.
   */
  async flushLazy({ atomic = true }: UnitOptions = {}): Promise<Receipt> {
    const changes = this.#changes
    this.#changes = new Map()
    try {
      return await (atomic ? this.#producer.flushUnit(changes) : this.#producer.flushApart(changes))
    } catch (error) {
      this.#changes = new Map([...changes, ...this.#changes])
      throw error
    }
  }

  #put(entities: readonly AnyEntity[], kind: ChangeKind): this {
    const changes = this.#changes
    for (const entity of entities) {
      const before = changes.size
      changes.set(entity, kind)
      if (changes.size === before) this.#moveToEnd(entity, kind)
    }
    return this
  }

  /** The order of the last calls is kept where it may be. */
  #moveToEnd(entity: AnyEntity, kind: ChangeKind): void {
    this.#changes.delete(entity)
    this.#changes.set(entity, kind)
  }
}
