import type { Connection, RowDataPacket } from 'mysql2/promise'

const COUNT = 'SELECT COUNT(*) AS n FROM orm_lazy_event WHERE status <> 0'
const EVERY_MS = 150

/** Follows how many units MySQL has settled: each leaves one line in the consumer's ledger. */
export class AppliedCounter implements AsyncDisposable {
  readonly #mysql: Connection
  readonly #readings: { readonly at: number; readonly count: number }[] = []
  #stopped = false
  #failure: unknown
  #done: Promise<void> | undefined

  constructor(mysql: Connection) {
    this.#mysql = mysql
  }

  get count(): number {
    return this.#readings.at(-1)?.count ?? 0
  }

  /** When the count last grew, by `performance.now()`. */
  get grewAt(): number {
    return this.#readings.findLast(({ count }) => count < this.count)?.at ?? this.#readings[0]?.at ?? performance.now()
  }

  /** The steepest second of the day, in units. */
  get peakPerSecond(): number {
    let first = 0
    let peak = 0
    for (const { at, count } of this.#readings) {
      while (at - this.#readings[first]!.at > 1_000) first += 1
      peak = Math.max(peak, count - this.#readings[first]!.count)
    }
    return peak
  }

  start(): void {
    this.#done = this.#follow().catch((error: unknown) => {
      this.#failure = error
    })
  }

  /** Throws where MySQL no longer answers. */
  assertFollowing(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    await this.#done
  }

  async #follow(): Promise<void> {
    while (!this.#stopped) {
      const [[row]] = await this.#mysql.query<(RowDataPacket & { n: string })[]>(COUNT)
      this.#readings.push({ at: performance.now(), count: Number(row?.n) })
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }
}
