import type { Table } from '../entity/index.js'
import type { IdSupply } from './id-supply.js'

/** How many new ids a call needs, by table. */
export type IdNeeds = ReadonlyMap<Table, number>

/**
 * Lets calls do their work in the order in which they came. A call whose ids are in hand works at once; one that has to
 * wait for a block holds back those behind it, so that the order of calls stays the order of the stream.
 */
export class CallQueue {
  readonly #supplies: (table: Table) => IdSupply
  #waiting = 0
  #tail: Promise<unknown> = Promise.resolve()

  constructor(supplies: (table: Table) => IdSupply) {
    this.#supplies = supplies
  }

  /**
   * Runs `work`, which takes the ids and hands over the units before it returns; what it throws is a rejection. Rejects
   * with SequenceUnavailableError where there are no ids.
   */
  run<T>(needs: IdNeeds, work: () => Promise<T>): Promise<T> {
    try {
      if (this.#waiting === 0 && this.#inHand(needs)) return work()
    } catch (error) {
      return Promise.reject(error)
    }
    this.#waiting++
    const turn = this.#tail.then(() => this.#reserve(needs))
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

  #inHand(needs: IdNeeds): boolean {
    for (const [table, count] of needs) if (!this.#supplies(table).has(count)) return false
    return true
  }

  async #reserve(needs: IdNeeds): Promise<void> {
    for (const [table, count] of needs) await this.#supplies(table).reserve(count)
  }
}
