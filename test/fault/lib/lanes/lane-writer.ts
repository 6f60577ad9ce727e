import { setTimeout } from 'node:timers/promises'
import type { Engine } from 'orm-gen'
import type { Flushes } from '../../workload/flushes.js'
import type { LaneClass } from './lane-classes.js'
import type { Lane } from './lanes.js'

/** Between two changes of a row. */
const CALM_MS = 60

/** Changes one row over and over, numbering the changes from 1; one is under way at a time. */
export class LaneWriter {
  /** As the audit names it. */
  readonly row: string
  readonly #running: Promise<void>
  #promised = 0
  #stopping = false

  constructor(lane: Lane, Row: LaneClass, id: number, engine: Engine, flushes: Flushes) {
    this.row = `${lane} ${id}`
    this.#running = this.#write(new Row({ id: BigInt(id), change: 1 }), engine, flushes)
  }

  /** The number of the last change whose flush has resolved. */
  get promised(): number {
    return this.#promised
  }

  /** Resolves when no change is under way. Safe to repeat. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
  }

  async #write(row: InstanceType<LaneClass>, engine: Engine, flushes: Flushes): Promise<void> {
    while (!this.#stopping) {
      row.change = this.#promised + 1
      await flushes.until(() => engine.flushLazy(row))
      this.#promised += 1
      await setTimeout(CALM_MS)
    }
  }
}
