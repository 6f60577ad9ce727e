import type { UnitNode } from './unit-node.js'

/** Notices that unit after unit of an entity dies of the same cause: then it is not the units that are bad. */
export class StormBreaker {
  readonly #limit: number
  readonly #runs = new Map<string, { cause: string; deaths: number }>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** True when as many in a row have died of this cause as may: the next is not to be buried. */
  isTripped(entity: string, cause: string): boolean {
    const run = this.#runs.get(entity)
    return run !== undefined && run.cause === cause && run.deaths >= this.#limit
  }

  died(entity: string, cause: string): void {
    const run = this.#runs.get(entity)
    if (run?.cause === cause) run.deaths += 1
    else this.#runs.set(entity, { cause, deaths: 1 })
  }

  /** A unit of an entity that was applied ends that entity's row of deaths. */
  applied(nodes: readonly UnitNode[]): void {
    if (this.#runs.size === 0) return
    for (const { unit } of nodes) for (const { shape } of unit.events) this.#runs.delete(shape.entity)
  }
}
