import type { FailurePlace, TransactionOutcome } from '../ports.js'
import { backoffMs } from './backoff.js'
import { classifyFailure, type DatabaseError } from './failure.js'
import type { StreamContext } from './stream-context.js'
import type { Tenure } from './tenure.js'

/** What is left of an outcome when everything that time mends has been waited for. */
export type FinalOutcome =
  | { readonly kind: 'committed'; readonly attempts: number }
  | { readonly kind: 'alreadySettled'; readonly eventIds: ReadonlySet<string> }
  /** The data is refused. `attempts` counts this one. */
  | {
      readonly kind: 'refused'
      readonly error: Error
      readonly at: FailurePlace | undefined
      readonly attempts: number
    }
  /** The tenure is over: nothing more may be done. */
  | { readonly kind: 'over' }

/** A server that is away is looked for at least this often. */
const AWAY_BACKOFF = { firstMs: 20, mostMs: 1_000 } as const

/** Repeats a transaction as long as time may mend its failure, and tells why the stream waits meanwhile. */
export class Transactor {
  readonly #context: StreamContext
  readonly #tenure: Tenure
  /** Transactions that wait for a table or column. */
  #behind = 0

  constructor(context: StreamContext, tenure: Tenure) {
    this.#context = context
    this.#tenure = tenure
  }

  /** True while a transaction waits for the migration: what comes behind it in the stream waits too. */
  get isBehind(): boolean {
    return this.#behind > 0
  }

  async run(units: number, transaction: (epoch: number) => Promise<TransactionOutcome>): Promise<FinalOutcome> {
    const wait = { isForSchema: false }
    try {
      return await this.#repeat(units, transaction, wait)
    } finally {
      if (wait.isForSchema && --this.#behind === 0) this.#context.alerts.clear('schemaBehind')
    }
  }

  async #repeat(
    units: number,
    transaction: (epoch: number) => Promise<TransactionOutcome>,
    wait: { isForSchema: boolean },
  ): Promise<FinalOutcome> {
    const { alerts, settings } = this.#context
    let attempts = 1
    let waits = 0
    const startedAt = performance.now()
    while (!this.#tenure.isOver) {
      const outcome = await transaction(this.#tenure.epoch)
      switch (outcome.kind) {
        case 'committed':
          alerts.clear('mysqlAway')
          return { kind: 'committed', attempts }
        case 'fenced':
          this.#tenure.finish({ kind: 'lost', reason: 'fenced' })
          return { kind: 'over' }
        case 'alreadySettled':
          if (outcome.eventIds.size > 0) return outcome
          // The transaction that held an id was rolled back before the look-up.
          await this.#context.alerts.waitForChange(backoffMs(attempts++, AWAY_BACKOFF))
          continue
        case 'unknown':
          await this.#waitFor('mysqlAway', 'MySQL is away; the stream waits', outcome.error, ++waits)
          continue
        case 'failed':
          break
      }
      const { error, at } = outcome
      switch (classifyFailure(error as DatabaseError)) {
        case 'transient':
          await this.#backOff(units, attempts++, error)
          break
        case 'away':
          await this.#waitFor('mysqlAway', 'MySQL does not take writes; the stream waits', error, ++waits)
          break
        case 'schemaBehind':
          if (performance.now() - startedAt > settings.schemaGraceMs) return { kind: 'refused', error, at, attempts }
          if (!wait.isForSchema) this.#behind++
          wait.isForSchema = true
          await this.#waitFor('schemaBehind', 'The database lacks a table or column; the stream waits', error, ++waits)
          break
        case 'configuration':
          alerts.raise('configuration', 'The account may not do what the stream needs; the stream stops', error)
          this.#tenure.finish({ kind: 'failed', error })
          break
        case 'tooLarge':
        case 'permanent':
          return { kind: 'refused', error, at, attempts }
      }
    }
    return { kind: 'over' }
  }

  /** Asks until there is an answer; undefined when the tenure is over. */
  async look<T extends object | boolean | number>(question: () => Promise<T>): Promise<T | undefined> {
    for (let wait = 1; !this.#tenure.isOver; wait++) {
      try {
        return await question()
      } catch (thrown) {
        const error = thrown as Error
        if (classifyFailure(error as DatabaseError) === 'configuration') {
          this.#context.alerts.raise('configuration', 'The account may not read what the stream needs; it stops', error)
          this.#tenure.finish({ kind: 'failed', error })
        } else await this.#waitFor('mysqlAway', 'MySQL does not answer; the stream waits', error, wait)
      }
    }
    return undefined
  }

  async #backOff(units: number, attempt: number, error: Error): Promise<void> {
    const { backoffMinMs, backoffMaxMs } = this.#context.settings
    const delayMs = backoffMs(attempt, { firstMs: backoffMinMs, mostMs: backoffMaxMs })
    this.#context.events.emit('retry', { stream: this.#context.stream, units, attempt, delayMs, error })
    await this.#context.alerts.waitForChange(delayMs)
  }

  #waitFor(kind: 'mysqlAway' | 'schemaBehind', message: string, error: Error, wait: number): Promise<void> {
    this.#context.alerts.raise(kind, message, error)
    return this.#context.alerts.waitForChange(backoffMs(wait, AWAY_BACKOFF))
  }
}
