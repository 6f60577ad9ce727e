import { GroupMissingError } from '../errors.js'
import { EntryDecoder } from '../event/entry-decoder.js'
import { compareStreamIds, STREAM_START } from '../event/stream-id.js'
import type { Unit } from '../event/unit.js'
import type { StoredEntry } from '../ports.js'
import { backoffMs } from './backoff.js'
import type { LookAhead } from './look-ahead.js'
import { Signal } from './signal.js'
import type { StreamContext } from './stream-context.js'
import type { Tenure } from './tenure.js'
import { takeIn } from './unit-intake.js'

export interface StreamIntakeOptions {
  readonly context: StreamContext
  readonly tenure: Tenure
  readonly lookAhead: LookAhead
  /** Of units from before this the ledger may know nothing any more. */
  floorMs(): number
  /** Something was added to the look-ahead. */
  onUnits(): void
  /** Settles an entry that nobody can read. */
  onUnreadable(entry: StoredEntry, error: Error): void
}

/** Longest wait of one read: a stop does not wait for it, but a silent connection is noticed by it. */
const BLOCK_MS = 1_000
const MAX_READ = 1_000
/** Characters of entries held; with them come their units, about three times as much. */
const WINDOW_CHARACTERS = 16_000_000
const REDIS_BACKOFF = { firstMs: 20, mostMs: 1_000 } as const

/**
 * Fills the look-ahead: first with what was handed out before and not settled, then with what is new, always in stream
 * order and as far as there is room. The size of the backlog does not matter to it.
 */
export class StreamIntake {
  readonly #options: StreamIntakeOptions
  readonly #decoder = new EntryDecoder()
  readonly #room = new Signal()
  #lastId = STREAM_START
  /** Averages of late; guesses before the first entry. */
  #unitsPerEntry = 64
  #charactersPerEntry = 16_000
  #shareOfUpdates = 0
  #stopping = false
  #caughtUpAt: number | undefined
  #tookAt: number | undefined

  constructor(options: StreamIntakeOptions) {
    this.#options = options
  }

  /** When everything in the stream had been taken, by `performance.now()`; undefined before that was so. */
  get caughtUpAt(): number | undefined {
    return this.#caughtUpAt
  }

  /** When the last entry was taken, by `performance.now()`, and added to the stream, by Redis's clock. */
  get lastTaken(): { readonly at: number; readonly addedMs: number } | undefined {
    if (this.#tookAt === undefined || this.#lastId === STREAM_START) return undefined
    return { at: this.#tookAt, addedMs: Number.parseInt(this.#lastId, 10) }
  }

  /** Something was settled: there may be room. */
  roomMade(): void {
    this.#room.notify()
  }

  /** Ends `run` soon; what was taken stays. */
  stop(): void {
    this.#stopping = true
    this.#room.notify()
    this.#options.context.alerts.wake()
    this.#options.context.reader.cancelRead()
  }

  /** Until `stop` or the end of the tenure. */
  async run(): Promise<void> {
    const { alerts, reader } = this.#options.context
    let mustClaim = true
    let failures = 0
    while (!this.#isDone) {
      try {
        if (mustClaim) {
          await this.#ensureGroup()
          await this.#claim(undefined)
          mustClaim = false
        }
        await this.#waitForRoom()
        if (this.#isDone) return
        const entries = await reader.read(this.#readCount(), BLOCK_MS)
        if (await reader.hasPending(this.#lastId, entries[0]?.id)) await this.#claim(entries[0]?.id)
        await this.#take(entries)
        if (entries.length === 0) {
          this.#caughtUpAt = performance.now()
          await this.#claimForgotten()
        }
        failures = 0
        alerts.clear('redisAway')
      } catch (error) {
        if (this.#isDone) return
        if (error instanceof GroupMissingError) {
          this.#lastId = STREAM_START
          mustClaim = true
          this.#tellLost([], 'The stream or its group was gone and was created anew')
          continue
        }
        alerts.raise('redisAway', 'Redis is away; the stream waits', error as Error)
        await alerts.waitForChange(backoffMs(++failures, REDIS_BACKOFF))
      }
    }
  }

  get #isDone(): boolean {
    return this.#stopping || this.#options.tenure.isOver
  }

  async #ensureGroup(): Promise<void> {
    if ((await this.#options.context.reader.ensureGroup()) === 'created') this.#lastId = STREAM_START
  }

  /** Takes what lies behind the last entry and was handed out to somebody, up to `beforeId`. */
  async #claim(beforeId: string | undefined): Promise<void> {
    for (let after: string | undefined = this.#lastId; after !== undefined && !this.#isDone; ) {
      await this.#waitForRoom()
      const { entries, lost, next } = await this.#options.context.reader.claim(after, this.#readCount())
      if (lost.length > 0) this.#tellLost(lost, 'Entries that were handed out are gone from the stream')
      const earlier = entries.filter(({ id }) => beforeId === undefined || compareStreamIds(id, beforeId) < 0)
      await this.#take(earlier)
      after = earlier.length < entries.length ? undefined : next
    }
  }

  /**
   * Handed out, but in nobody's hands: a Redis that came back without its last second has again what it was told to
   * remove.
   */
  async #claimForgotten(): Promise<void> {
    const { context, lookAhead } = this.#options
    if (!lookAhead.isEmpty || !(await context.reader.hasPending(STREAM_START))) return
    this.#lastId = STREAM_START
    await this.#claim(undefined)
  }

  async #take(entries: readonly StoredEntry[]): Promise<void> {
    const { context, lookAhead, onUnits, onUnreadable } = this.#options
    for (const entry of entries) {
      if (!lookAhead.has(entry.id)) {
        const intake = takeIn(entry, this.#decoder, context)
        switch (intake.kind) {
          case 'units':
            lookAhead.add(entry, intake.units, this.#options.floorMs())
            this.#unitsPerEntry += (intake.units.length - this.#unitsPerEntry) / 16
            this.#charactersPerEntry += (entry.payload.length - this.#charactersPerEntry) / 16
            this.#shareOfUpdates += (shareOfUpdates(intake.units) - this.#shareOfUpdates) / 16
            break
          case 'unreadable':
            onUnreadable(entry, intake.error)
            break
          case 'tooNew':
            onUnits()
            await this.#waitForSuccessor(intake.message, intake.error)
            return
        }
      }
      this.#lastId = entry.id
      this.#tookAt = performance.now()
    }
    if (entries.length > 0) onUnits()
  }

  /** The entry stays in the stream; only a newer process can go on behind it. */
  async #waitForSuccessor(message: string, error: Error | undefined): Promise<void> {
    const { alerts } = this.#options.context
    alerts.raise('consumerTooOld', `${message}; the stream waits`, error)
    while (!this.#isDone) await this.#room.wait(60_000)
  }

  async #waitForRoom(): Promise<void> {
    while (!this.#isDone && !this.#hasRoom) await this.#room.wait(1_000)
  }

  get #hasRoom(): boolean {
    return this.#unitsWanted > 0 && this.#roomForUnits > 0 && this.#roomForCharacters > 0
  }

  get #roomForUnits(): number {
    return this.#options.context.settings.windowUnits - this.#options.lookAhead.units
  }

  get #roomForCharacters(): number {
    return WINDOW_CHARACTERS - this.#options.lookAhead.bytes
  }

  /**
   * One batch is ready beside those under way, so that the next read has time. More units are looked at for those that
   * change rows, since such may have a common net effect, and where units wait for others: else they would only grow old
   * in memory, out of the processor's caches and in the collector's way.
   */
  get #unitsWanted(): number {
    const { context, lookAhead } = this.#options
    const { batchRows, windowUnits } = context.settings
    return Math.max(batchRows, this.#shareOfUpdates * windowUnits) - lookAhead.graph.ready
  }

  /** Takes a batch more than is wanted: few large reads cost less than many small ones. */
  #readCount(): number {
    const units = Math.min(this.#roomForUnits, this.#unitsWanted + this.#options.context.settings.batchRows)
    const count = Math.min(MAX_READ, units / this.#unitsPerEntry, this.#roomForCharacters / this.#charactersPerEntry)
    return Math.max(1, Math.floor(count))
  }

  #tellLost(entryIds: readonly string[], reason: string): void {
    const { events, logger, stream } = this.#options.context
    logger.error({ stream, entryIds: entryIds.slice(0, 20), entries: entryIds.length }, reason)
    events.emit('lost', { stream, entryIds, reason })
  }
}

/** By their first events: it need not be exact. */
function shareOfUpdates(units: readonly Unit[]): number {
  let updates = 0
  for (const { events } of units) if (events[0]!.shape.operation === 'update') updates += 1
  return updates / units.length
}
