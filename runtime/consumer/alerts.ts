import type { Logger } from '../ports.js'
import type { AlertKind, ConsumerAlert, ConsumerEvents } from './events.js'
import { Signal } from './signal.js'

/** Why the stream waits, told once when it begins and once when it ends. Whoever waits wakes up when a cause is gone. */
export class Alerts {
  readonly #stream: string
  readonly #events: ConsumerEvents
  readonly #logger: Logger
  readonly #raised = new Map<AlertKind, ConsumerAlert>()
  readonly #cleared = new Signal()

  constructor(stream: string, events: ConsumerEvents, logger: Logger) {
    this.#stream = stream
    this.#events = events
    this.#logger = logger
  }

  /** The oldest that still stands. */
  get current(): ConsumerAlert | undefined {
    return this.#raised.values().next().value
  }

  raise(kind: AlertKind, message: string, error?: Error): void {
    if (this.#raised.has(kind)) return
    const alert = { stream: this.#stream, kind, message, error }
    this.#raised.set(kind, alert)
    this.#logger.error({ stream: this.#stream, alert: kind, err: error }, message)
    this.#events.emit('alert', alert)
  }

  clear(...kinds: readonly AlertKind[]): void {
    for (const kind of kinds) {
      if (!this.#raised.delete(kind)) continue
      this.#logger.info({ stream: this.#stream, alert: kind }, 'The cause of the alert is gone')
      this.#events.emit('alertCleared', { stream: this.#stream, kind })
      this.#cleared.notify()
    }
  }

  /** Ends as soon as any alert is cleared, and after `timeoutMs` at the latest. */
  waitForChange(timeoutMs: number): Promise<void> {
    return this.#cleared.wait(timeoutMs)
  }

  /** Ends every wait: the stream stops. */
  wake(): void {
    this.#cleared.notify()
  }
}
