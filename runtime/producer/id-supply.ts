import type { Clock, IdBlockSource, Logger, SequencedTable } from '../ports.js'
import { SequenceUnavailableError } from './sequence-unavailable-error.js'

export interface IdSupplyOptions {
  /** Size of the first block and the smallest. */
  readonly minBlock: number
  readonly maxBlock: number
  /** A block that lasts shorter than this doubles the next one, one that lasts 30 times as long halves it. */
  readonly blockLastsMs: number
}

export const ID_SUPPLY_DEFAULTS = {
  minBlock: 1_000,
  maxBlock: 1_000_000,
  blockLastsMs: 2_000,
} as const satisfies IdSupplyOptions

const RETRY_MIN_MS = 100
const RETRY_MAX_MS = 5_000

interface Block {
  /** A number where all ids of the block are exact as numbers, which count faster. */
  readonly first: number | bigint
  readonly size: number
  taken: number
}

/**
 * The ids of one table in hand. Handing out waits for nothing: the next block is fetched once no more than half a block
 * is left, and its size follows the rate.
 */
export class IdSupply {
  readonly #table: SequencedTable
  readonly #source: IdBlockSource
  readonly #options: IdSupplyOptions
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #blocks: Block[] = []
  #inHand = 0
  #size: number
  /** When the first of the blocks came into use. */
  #beganAt: number
  #fetching: Promise<void> | undefined
  #failure: { readonly error: unknown; readonly attempts: number; readonly retryAt: number } | undefined

  constructor(
    table: SequencedTable,
    source: IdBlockSource,
    options: IdSupplyOptions,
    tools: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#table = table
    this.#source = source
    this.#options = options
    this.#clock = tools.clock
    this.#logger = tools.logger
    this.#size = options.minBlock
    this.#beganAt = tools.clock.now()
  }

  /** The next id. Throws SequenceUnavailableError when none is in hand. */
  next(): number | bigint {
    const block = this.#blocks[0]
    if (block === undefined) throw this.#unavailable()
    const { first } = block
    const place = block.taken++
    this.#inHand--
    if (block.taken === block.size) this.#finishBlock()
    if (this.#inHand * 2 <= this.#size) this.#fetchAhead()
    return typeof first === 'number' ? first + place : first + BigInt(place)
  }

  /** True while `next` can be called `count` times. */
  has(count: number): boolean {
    return this.#inHand >= count
  }

  /**
   * Waits until at least `count` ids are in hand. Throws SequenceUnavailableError when MySQL gives none; at once while
   * an attempt has just failed.
   */
  async reserve(count: number): Promise<void> {
    while (this.#inHand < count) {
      if (this.#failure !== undefined && this.#clock.now() < this.#failure.retryAt) throw this.#unavailable()
      this.#size = Math.max(this.#size, Math.min(count, this.#options.maxBlock))
      await this.#fetch()
      if (this.#failure !== undefined) throw this.#unavailable()
    }
  }

  #finishBlock(): void {
    this.#blocks.shift()
    const now = this.#clock.now()
    const lasted = now - this.#beganAt
    this.#beganAt = now
    const { minBlock, maxBlock, blockLastsMs } = this.#options
    if (lasted < blockLastsMs) this.#size = Math.min(maxBlock, this.#size * 2)
    else if (lasted > blockLastsMs * 30) this.#size = Math.max(minBlock, Math.floor(this.#size / 2))
  }

  #fetchAhead(): void {
    if (this.#fetching !== undefined) return
    if (this.#failure !== undefined && this.#clock.now() < this.#failure.retryAt) return
    void this.#fetch()
  }

  /** Never rejects: what went wrong is kept for those who need an id. */
  #fetch(): Promise<void> {
    this.#fetching ??= this.#take().finally(() => {
      this.#fetching = undefined
    })
    return this.#fetching
  }

  async #take(): Promise<void> {
    const size = this.#size
    try {
      const first = await this.#source.take(this.#table, size)
      this.#failure = undefined
      const isExact = first + BigInt(size) <= BigInt(Number.MAX_SAFE_INTEGER)
      this.#blocks.push({ first: isExact ? Number(first) : first, size, taken: 0 })
      this.#inHand += size
    } catch (error) {
      const attempts = (this.#failure?.attempts ?? 0) + 1
      const delay = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** (attempts - 1))
      this.#failure = { error, attempts, retryAt: this.#clock.now() + delay }
      this.#logger.warn(
        { table: this.#table.table, idsInHand: this.#inHand, error },
        'No block of ids from MySQL: inserts go on as far as the ids in hand',
      )
    }
  }

  #unavailable(): SequenceUnavailableError {
    return new SequenceUnavailableError(this.#table.table, this.#failure?.error)
  }
}
