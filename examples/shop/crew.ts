import { dim, green, red } from './board.js'
import { ConsumerProcess } from './consumer.js'

/** The consumers of the day: one after the other. */
export class Crew {
  readonly #log: string
  #current: ConsumerProcess | undefined
  #killed: number | undefined

  constructor(log: string) {
    this.#log = log
  }

  get pid(): number {
    return this.#current?.pid ?? 0
  }

  get status(): string {
    if (this.#current === undefined) return dim('none')
    if (!this.#current.isRunning) return red(`pid ${this.pid} was killed`)
    if (this.#killed === undefined) return green(`pid ${this.pid}`)
    return `${red(`pid ${this.#killed} was killed`)}${dim(',')} ${green(`pid ${this.pid}`)}`
  }

  /** Throws where the consumer has ended although nobody ended it. */
  assertAtWork(): void {
    if (this.#current?.isRunning === false) throw new Error(`the consumer ${this.pid} has ended by itself`)
  }

  hire(): void {
    this.#current = new ConsumerProcess(this.#log)
  }

  async kill(): Promise<void> {
    this.#killed = this.pid
    await this.#current?.kill()
  }

  /** Lets the last one finish. Resolves with its exit code; null when it was killed. */
  async dismiss(): Promise<number | null> {
    return (await this.#current?.stop()) ?? null
  }
}
