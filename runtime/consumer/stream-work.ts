import type { StoredEntry } from '../ports.js'
import { BatchRunner } from './batch-runner.js'
import { Heartbeat } from './heartbeat.js'
import { LookAhead } from './look-ahead.js'
import { PurgeLoop } from './purge-loop.js'
import { writeDeadLetter } from './refused-unit.js'
import { ReplayLoop } from './replay-loop.js'
import { Settler } from './settler.js'
import { Signal } from './signal.js'
import type { StreamContext } from './stream-context.js'
import { StreamIntake } from './stream-intake.js'
import type { Tenure, TenureEnd } from './tenure.js'
import { Transactor } from './transactor.js'
import { UnitDesk } from './unit-desk.js'
import { unreadableLetter } from './unreadable-entry.js'
import { Workers } from './workers.js'

/** Most a transaction takes besides rows, which are an option. Units of which each has a row of its own are fewer. */
const UNITS_A_ROW = 4
const BATCH_CHARACTERS = 2_000_000

/** What a process does with a stream while it holds the lease. Nothing of it outlives the tenure. */
export class StreamWork {
  readonly #context: StreamContext
  readonly #tenure: Tenure
  readonly #lookAhead: LookAhead
  readonly #settler: Settler
  readonly #desk: UnitDesk
  readonly #workers: Workers
  readonly #intake: StreamIntake
  readonly #replay: ReplayLoop
  readonly #purge: PurgeLoop
  readonly #heartbeat: Heartbeat
  readonly #progress = new Signal()
  #stopping = false

  constructor(context: StreamContext, tenure: Tenure, workers: number, onSettled: () => void) {
    this.#context = context
    this.#tenure = tenure
    this.#lookAhead = new LookAhead(context.plan.rules)
    this.#settler = new Settler(context.reader, context.alerts, (entryIds) => {
      this.#lookAhead.forget(entryIds)
      this.#progress.notify()
      onSettled()
    })
    this.#desk = new UnitDesk(context, new Transactor(context, tenure), this.#lookAhead, this.#settler)
    this.#workers = new Workers(tenure, this.#lookAhead, new BatchRunner(this.#desk), {
      count: workers,
      limits: {
        rows: context.settings.batchRows,
        units: UNITS_A_ROW * context.settings.batchRows,
        bytes: BATCH_CHARACTERS,
      },
      onProgress: () => this.#intake.roomMade(),
      mayBegin: () => !this.#desk.transactor.isBehind,
    })
    this.#intake = new StreamIntake({
      context,
      tenure,
      lookAhead: this.#lookAhead,
      floorMs: () => this.#purge.floorMs,
      onUnits: () => this.#workers.kick(),
      onUnreadable: (entry, error) => void this.#buryEntry(entry, error),
    })
    this.#replay = new ReplayLoop(this.#desk, this.#workers)
    this.#purge = new PurgeLoop(context, tenure, this.#lookAhead, this.#intake)
    this.#heartbeat = new Heartbeat(context, tenure)
  }

  set workers(count: number) {
    this.#workers.count = count
  }

  /** Takes nothing new, finishes what was taken, and ends. */
  stop(): void {
    this.#stopping = true
    this.#intake.stop()
    this.#replay.stop()
    this.#purge.stop()
    this.#progress.notify()
  }

  async run(): Promise<TenureEnd> {
    this.#heartbeat.start()
    try {
      if (await this.#heartbeat.raiseFence()) {
        const { events, stream } = this.#context
        events.emit('leaseAcquired', { stream, epoch: this.#tenure.epoch })
        await this.#desk.transactor.look(() => this.#desk.lookForChains())
        await this.#desk.transactor.look(() => this.#purge.load())
        const aside = [this.#replay.run(), this.#purge.run()]
        await this.#intake.run()
        this.#replay.stop()
        this.#purge.stop()
        await withinMs(Promise.all(aside), this.#context.closeMs)
        if (this.#stopping) await this.#finishTaken()
      }
      this.#tenure.finish({ kind: 'stopped' })
      this.#context.alerts.wake()
      await this.#workers.idle(this.#context.closeMs)
      this.#settler.stop()
      await this.#settler.idle()
      return await this.#tenure.whenOver()
    } finally {
      this.#heartbeat.stop()
    }
  }

  /** A stream that waits for something is not waited for: what was taken is delivered again. */
  async #finishTaken(): Promise<void> {
    const deadline = performance.now() + this.#context.closeMs
    while (!this.#lookAhead.isEmpty && !this.#tenure.isOver && this.#context.alerts.current === undefined) {
      const left = deadline - performance.now()
      if (left <= 0) return
      await this.#progress.wait(Math.min(left, 100))
    }
  }

  async #buryEntry(entry: StoredEntry, error: Error): Promise<void> {
    const held = this.#lookAhead.hold(entry)
    const isKept = await writeDeadLetter(unreadableLetter(entry, error), error, this.#desk)
    if (isKept && this.#lookAhead.release(held)) this.#settler.add([entry.id])
  }
}

/** A statement that lies in a black hole must not hold up the end. */
async function withinMs(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)))])
  clearTimeout(timer)
}
