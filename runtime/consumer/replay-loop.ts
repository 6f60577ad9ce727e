import { Replayer } from './replayer.js'
import { Signal } from './signal.js'
import type { UnitDesk } from './unit-desk.js'
import type { Workers } from './workers.js'

/** How soon a mark on a dead letter is noticed. */
const POLL_MS = 500

/** Looks for marked dead letters and open chains, and has them worked one step at a time between the batches. */
export class ReplayLoop {
  readonly #desk: UnitDesk
  readonly #workers: Workers
  readonly #replayer: Replayer
  readonly #stop = new Signal()
  #stopping = false

  constructor(desk: UnitDesk, workers: Workers) {
    this.#desk = desk
    this.#workers = workers
    this.#replayer = new Replayer(desk.context, desk.transactor)
  }

  stop(): void {
    this.#stopping = true
    this.#stop.notify()
  }

  /** Until `stop` or the end of the tenure. */
  async run(): Promise<void> {
    const { deadLetters } = this.#desk.context
    while (!this.#stopping) {
      const task = await this.#desk.transactor.look(async () => ({ next: await deadLetters.nextTask() }))
      if (task === undefined) return
      const { next } = task
      if (next === undefined) await this.#stop.wait(POLL_MS)
      else
        await this.#workers.exclusively(async () => {
          await this.#replayer.perform(next)
          await this.#desk.transactor.look(() => this.#desk.lookForChains())
        })
    }
  }
}
