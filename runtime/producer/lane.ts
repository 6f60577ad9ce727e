import { AsyncResource } from 'node:async_hooks'
import type { UnitDraft } from '../event/encode-entry.js'
import { EventIdSource } from '../event/event-id.js'
import type { AppendOutcome, Clock, Logger, StreamWriter } from '../ports.js'
import { BacklogGate } from './backlog-gate.js'
import { EngineClosedError, EnqueueRefusedError, EnqueueTimeoutError, UnitTooLargeError } from './enqueue-errors.js'
import type { LaneOptions } from './lane-options.js'
import { PendingEntry } from './pending-entry.js'
import type { EnqueueOutcome, Ticket } from './ticket.js'

/** Between tries: doubles from the first to the second. */
const BACKOFF_MIN_MS = 5
const BACKOFF_MAX_MS = 250

const AT_ONCE = Promise.resolve()

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
  /** From the first entry that waits until none is left. */
  #busy = false
  #whenIdle: (() => void) | undefined
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
    if (this.#busy) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
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
  #schedule(): void {
    if (!this.#busy) {
      this.#busy = true
      AT_ONCE.then(this.#drainAfterTick)
    }
    this.#watchDeadlines()
  }

  readonly #drainAfterTick = () => process.nextTick(this.#drainApart)

  readonly #drainApart = () => this.#scope.runInAsyncScope(this.#drain, this)

  async #drain(): Promise<void> {
    for (let entry = this.#entries[0]; entry !== undefined; entry = this.#entries[0]) {
      if (entry === this.#open) this.#open = undefined
      for (let attempt = 0; this.#isWanted(entry); attempt++) {
        const wasInDoubt = entry.inDoubt
        const payload = entry.seal(this.#nextId)
        entry.inDoubt = true
        const outcome = await this.#writer.append(payload, this.#options.answerMs)
        if (outcome.kind === 'stored') {
          if (outcome.backlog !== undefined) this.#gate.observe(outcome.backlog)
          entry.settleQueued()
        } else {
          if (outcome.kind !== 'unknown') entry.inDoubt = wasInDoubt
          await this.#retreat(entry, outcome, attempt)
        }
      }
      this.#entries.shift()
    }
    this.#busy = false
    this.#whenIdle?.()
  }

  /** False where everybody has an outcome by now. */
  #isWanted(entry: PendingEntry): boolean {
    entry.refuseOrphans()
    return !entry.isSettled
  }

  readonly #nextId = () => this.#ids.next()

  /** Refuses for good, or resolves when the next try is due. */
  async #retreat(
    entry: PendingEntry,
    outcome: Exclude<AppendOutcome, { kind: 'stored' }>,
    attempt: number,
  ): Promise<void> {
    switch (outcome.kind) {
      case 'unknown':
        entry.problem = outcome.error
        // A Cluster whose node has just gone fails a command at once: trying again at once would stop the process.
        return pause(backoff(attempt))
      case 'unsent':
        entry.problem = (await this.#writer.ready(LOOK_AGAIN_MS)) ?? entry.problem ?? outcome.error
        return pause(BACKOFF_MIN_MS)
      case 'refused':
        entry.problem = outcome.error
        if (outcome.retryable) return pause(backoff(attempt))
        entry.settleFailed(() => asEnqueueError(outcome.error))
    }
  }

  /** One timer for all; what is on its way keeps the process alive by its socket or by its next try. */
  #watchDeadlines(): void {
    if (this.#watch !== undefined) return
    const next = this.#entries.find((entry) => !entry.isSettled)?.nextDeadline
    if (next === undefined) return
    const delay = Math.max(0, next - this.#clock.now()) + 1
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
