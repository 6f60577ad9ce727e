import type { OldestWaiting } from '../ports.js'
import type { LookAhead } from './look-ahead.js'
import { Signal } from './signal.js'
import type { StreamContext } from './stream-context.js'
import type { StreamIntake } from './stream-intake.js'
import type { Tenure } from './tenure.js'

const PURGE_ROWS = 1_000
/** Between steps, so that purging a long past stays in the background. */
const STEP_PAUSE_MS = 20
const MOST_OFTEN_MS = 1_000
const LEAST_OFTEN_MS = 60_000

/**
 * Lets the ledger forget, in small steps. The floor follows the oldest unit that waits and not the clock: after days
 * without a consumer the whole backlog is younger than the floor.
 */
export class PurgeLoop {
  readonly #context: StreamContext
  readonly #tenure: Tenure
  readonly #lookAhead: LookAhead
  readonly #intake: StreamIntake
  readonly #stop = new Signal()
  #stopping = false
  #floorMs = 0

  constructor(context: StreamContext, tenure: Tenure, lookAhead: LookAhead, intake: StreamIntake) {
    this.#context = context
    this.#tenure = tenure
    this.#lookAhead = lookAhead
    this.#intake = intake
  }

  /** Milliseconds since 1970. */
  get floorMs(): number {
    return this.#floorMs
  }

  /** To be called before units are taken. */
  async load(): Promise<number> {
    this.#floorMs = await this.#context.lease.floor()
    return this.#floorMs
  }

  stop(): void {
    this.#stopping = true
    this.#stop.notify()
  }

  /** Until `stop` or the end of the tenure. What fails is left for the next time. */
  async run(): Promise<void> {
    const { retentionMs } = this.#context.settings
    const everyMs = Math.min(LEAST_OFTEN_MS, Math.max(MOST_OFTEN_MS, retentionMs / 100))
    while (!this.#isDone) {
      await this.#stop.wait(everyMs)
      const oldest = this.#oldestWaiting()
      if (this.#isDone || oldest === undefined) continue
      try {
        this.#floorMs = await this.#context.lease.raiseFloor(this.#tenure.epoch, oldest, retentionMs)
        while (!this.#isDone && (await this.#context.store.purge(this.#floorMs, PURGE_ROWS)) === PURGE_ROWS)
          await this.#stop.wait(STEP_PAUSE_MS)
      } catch (err) {
        this.#context.logger.debug({ stream: this.#context.stream, err }, 'Purging the ledger was put off')
      }
    }
  }

  get #isDone(): boolean {
    return this.#stopping || this.#tenure.isOver
  }

  /** Undefined where it is not known: then nothing may be forgotten. */
  #oldestWaiting(): OldestWaiting | undefined {
    const queuedAtMs = this.#lookAhead.oldestEventTime
    if (queuedAtMs !== undefined) return { kind: 'unit', queuedAtMs }
    const { caughtUpAt, lastTaken } = this.#intake
    // A stream that is never found empty, since something always comes: what is not taken yet came after what was.
    if (lastTaken !== undefined && lastTaken.at > (caughtUpAt ?? 0))
      return { kind: 'unit', queuedAtMs: lastTaken.addedMs }
    return caughtUpAt === undefined ? undefined : { kind: 'none', seenMsAgo: performance.now() - caughtUpAt }
  }
}
