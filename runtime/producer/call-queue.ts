import type { AnyEntity, Table } from '../entity/index.js'
import type { IdSupply } from './id-supply.js'

/**
 * Lets calls do their work in the order in which they came. A call whose ids are in hand works at once; one that has to
 * wait for a block holds back those behind it, so that the order of calls stays the order of the stream.
 */
export class CallQueue {
  readonly #supplyOf: (table: Table) => IdSupply
  #waiting = 0
  #tail: Promise<unknown> = Promise.resolve()

  constructor(supplyOf: (table: Table) => IdSupply) {
    this.#supplyOf = supplyOf
  }

  /**
   * Runs `work`, which takes ids for the new ones of `entities` and hands over their units before it returns; what it
   * throws is a rejection. Rejects with SequenceUnavailableError where there are no ids.
   */
  run<T>(entities: readonly AnyEntity[], work: () => Promise<T>): Promise<T> {
    try {
      if (this.#waiting === 0 && this.#hasIds(entities)) return work()
    } catch (error) {
      return Promise.reject(error)
    }
    this.#waiting++
    const turn = this.#tail.then(() => this.#reserve(entities))
    const done = turn.then(work)
    this.#tail = turn.then(
      () => this.#leave(),
      () => this.#leave(),
    )
    return done
  }

  /** Resolves when no call waits. */
  async idle(): Promise<void> {
    while (this.#waiting > 0) await this.#tail
  }

  #leave(): void {
    this.#waiting--
  }

  /** Asks for more than is needed where the entities are of several tables. */
  #hasIds(entities: readonly AnyEntity[]): boolean {
    let asked: Table | undefined
    for (const entity of entities) {
      const { table } = entity.$changes
      if (table === asked || !needsId(entity)) continue
      if (!this.#supplyOf(table).has(entities.length)) return false
      asked = table
    }
    return true
  }

  async #reserve(entities: readonly AnyEntity[]): Promise<void> {
    const needs = new Map<Table, number>()
    for (const entity of entities) {
      const { table } = entity.$changes
      if (needsId(entity)) needs.set(table, (needs.get(table) ?? 0) + 1)
    }
    for (const [table, count] of needs) await this.#supplyOf(table).reserve(count)
  }
}

/** A new entity whose key the sequence gives; a key from a flush that was refused is used again. */
function needsId({ $changes }: AnyEntity): boolean {
  return (
    $changes.phase === 'new' && $changes.reserved === undefined && $changes.table.assignedKey?.filledBy === 'sequence'
  )
}
