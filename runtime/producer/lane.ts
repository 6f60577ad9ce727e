import { AsyncResource } from 'node:async_hooks'
import type { UnitDraft } from '../event/entry-builder.js'
import { EventIdSource } from '../event/event-id.js'
import type { AppendOutcome, Clock, Logger, StreamWriter } from '../ports.js'
import { BacklogGate } from './backlog-gate.js'
import { EngineClosedError, EnqueueRefusedError, EnqueueTimeoutError, UnitTooLargeError } from './enqueue-errors.js'
import type { LaneOptions } from './lane-options.js'
import { type EnqueueOutcome, PendingEntry, type Ticket } from './pending-entry.js'

/** Between tries: doubles from the first to the second. */
const BACKOFF_MIN_MS = 5
const BACKOFF_MAX_MS = 250

/** How long to wait for a connection before looking again at what still waits. */
const LOOK_AGAIN_MS = 250

/**
 * The way into one stream. Units leave in the order in which they were submitted, one entry under way at a time; what
 * is submitted meanwhile travels together in the next. When idle, an entry leaves at the end of the current tick: so
 * callers in lockstep share one, and a lone caller waits for nothing.
 */
export class Lane {
  readonly stream: string
  readonly #writer: StreamWriter
  readonly #options: LaneOptions
  readonly #clock: Clock
  readonly #ids: EventIdSource
  readonly #gate: BacklogGate
  /** What is sent serves many callers: it must not run in the async context, nor in the trace, of the first of them. */
  readonly #scope = new AsyncResource('orm-gen lane')
  /** In the order in which they leave; the last one may still collect. */
  readonly #entries: PendingEntry[] = []
  #open: PendingEntry | undefined
  #draining: Promise<void> | undefined
  #watch: NodeJS.Timeout | undefined
  #closed = false

  constructor(stream: string, writer: StreamWriter, options: LaneOptions, tools: { clock: Clock; logger: Logger }) {
    this.stream = stream
    this.#writer = writer
    this.#options = options
    this.#clock = tools.clock
    this.#ids = new EventIdSource(() => writer.now())
    this.#gate = new BacklogGate(stream, writer, options, tools)
  }

  /** Throws BacklogLimitError or EngineClosedError when no unit would be taken now. */
  assertOpen(): void {
    if (this.#closed) throw new EngineClosedError()
    this.#gate.assertBelowLimit()
  }

  /**
   * Takes units in, to travel in one entry; `settle` is called once, later, never while this call runs. `after` are the
   * units of the same entities that are still on their way. Throws UnitTooLargeError, having taken nothing.
   */
  submit(drafts: readonly UnitDraft[], after: readonly Ticket[], settle: (outcome: EnqueueOutcome) => void): Ticket {
    const ticket = this.#ticket(drafts, after, settle)
    if (!this.#collecting(drafts.length).add(ticket, this.#options.maxUnitLength))
      throw new UnitTooLargeError(this.#options.maxUnitLength)
    this.#schedule()
    return ticket
  }

  /** Sends a unit that is in doubt once more, as an entry of its own under the id that it has. */
  submitAgain(eventId: string, draft: UnitDraft, settle: (outcome: EnqueueOutcome) => void): Ticket {
    const ticket = this.#ticket([draft], [], settle)
    this.#entries.push(PendingEntry.again(eventId, ticket))
    this.#open = undefined
    this.#schedule()
    return ticket
  }

  /** Takes no more, and waits until all that was submitted is settled. */
  async close(): Promise<void> {
    this.#closed = true
    while (this.#entries.length > 0) await this.#schedule()
    clearTimeout(this.#watch)
    await this.#writer.close()
  }

  #ticket(drafts: readonly UnitDraft[], after: readonly Ticket[], settle: (outcome: EnqueueOutcome) => void): Ticket {
    const deadline = this.#clock.now() + this.#options.flushMs
    return { drafts, deadline, after, settle, outcome: undefined }
  }

  #collecting(units: number): PendingEntry {
    const { maxEntryUnits, maxEntryLength } = this.#options
    let entry = this.#open
    if (entry === undefined || entry.units + units > maxEntryUnits || entry.length >= maxEntryLength) {
      entry = new PendingEntry()
      this.#entries.push(entry)
      this.#open = entry
    }
    return entry
  }

  /** The microtask lets callers that were woken in the same phase come first, the tick then comes after all of them. */
  #schedule(): Promise<void> {
    this.#draining ??= new Promise<void>((resolve) => {
      queueMicrotask(() => process.nextTick(() => resolve(this.#scope.runInAsyncScope(() => this.#drain()))))
    })
    this.#watchDeadlines()
    return this.#draining
  }

  async #drain(): Promise<void> {
    for (let entry = this.#entries[0]; entry !== undefined; entry = this.#entries[0]) {
      if (entry === this.#open) this.#open = undefined
      await this.#deliver(entry)
      this.#entries.shift()
    }
    this.#draining = undefined
  }

  /** Tries until the entry is stored, refused for good, or has nobody left who waits for it. */
  async #deliver(entry: PendingEntry): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      entry.refuseOrphans()
      if (entry.firstOpen === undefined) return
      const payload = entry.seal(() => this.#ids.next())
      const wasInDoubt = entry.inDoubt
      entry.inDoubt = true
      const outcome = await this.#writer.append(payload, this.#options.answerMs)
      if (outcome.kind === 'stored') {
        if (outcome.backlog !== undefined) this.#gate.observe(outcome.backlog)
        entry.settleQueued()
        return
      }
      if (outcome.kind !== 'unknown') entry.inDoubt = wasInDoubt
      if (await this.#isRefused(entry, outcome, attempt)) return
    }
  }

  /** Prepares the next try, which is due when this resolves with false. */
  async #isRefused(
    entry: PendingEntry,
    outcome: Exclude<AppendOutcome, { kind: 'stored' }>,
    attempt: number,
  ): Promise<boolean> {
    switch (outcome.kind) {
      case 'unknown':
        entry.problem = outcome.error
        // A Cluster whose node has just gone fails a command at once: trying again at once would stop the process.
        await pause(backoff(attempt))
        return false
      case 'unsent':
        entry.problem = (await this.#writer.ready(LOOK_AGAIN_MS)) ?? entry.problem ?? outcome.error
        await pause(BACKOFF_MIN_MS)
        return false
      case 'refused':
        entry.problem = outcome.error
        if (outcome.retryable) {
          await pause(backoff(attempt))
          return false
        }
        entry.settleFailed(() => asEnqueueError(outcome.error))
        return true
    }
  }

  /** One timer for all; what is on its way keeps the process alive by its socket or by its next try. */
  #watchDeadlines(): void {
    if (this.#watch !== undefined) return
    const next = this.#entries.find((entry) => entry.firstOpen !== undefined)?.firstOpen
    if (next === undefined) return
    const delay = Math.max(0, next.deadline - this.#clock.now()) + 1
    this.#watch = setTimeout(() => {
      this.#watch = undefined
      this.#expire()
      this.#watchDeadlines()
    }, delay).unref()
  }

  /** Settles everyone whose deadline has come. */
  #expire(): void {
    const now = this.#clock.now()
    for (const entry of this.#entries)
      entry.expire(now, () => new EnqueueTimeoutError(this.#options.flushMs, entry.problem))
  }
}

function asEnqueueError(error: Error): Error {
  return 'code' in error ? error : new EnqueueRefusedError(error)
}

function backoff(attempt: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** attempt)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
