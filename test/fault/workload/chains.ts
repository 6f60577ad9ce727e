import { AccountEntity, EntryEntity } from '../generated/index.js'
import type { Random } from '../lib/random.js'
import type { Flushes } from './flushes.js'
import { tokenOf } from './token.js'
import { type Expectation, NOTHING_EXPECTED, type Workload } from './workload.js'

export interface ChainOptions {
  readonly producer: string
  /** Audited rows that the producer creates for itself. */
  readonly entries: number
  /** Rows whose changes coalesce. */
  readonly accounts: number
  /** Audited rows that other producers change too. */
  readonly sharedEntries: readonly string[]
  /** Flushes of one row that may be under way. More than 1 only where no flush is refused: refused changes merge. */
  readonly depth: number
}

interface ChangedRow {
  readonly entity: EntryEntity | AccountEntity
  readonly key: string
  attempted: number
  promised: number
  underWay: Promise<void>[]
}

/** Long chains of changes, each of which adds one to `n` and leaves its number in `last`. */
export class ChainWorkload implements Workload {
  readonly #options: ChainOptions
  readonly #random: Random
  readonly #flushes: Flushes
  readonly #rows: ChangedRow[] = []
  readonly #onPromise: (row: string, change: number) => void

  constructor(
    options: ChainOptions,
    random: Random,
    flushes: Flushes,
    onPromise: (row: string, change: number) => void = () => undefined,
  ) {
    this.#options = options
    this.#random = random
    this.#flushes = flushes
    this.#onPromise = onPromise
  }

  async prepare(): Promise<void> {
    const { producer, entries, accounts, sharedEntries } = this.#options
    for (const id of sharedEntries) this.#track(EntryEntity.fromRow({ id: BigInt(id), n: 0, last: '' }), 0)
    const first = { n: 1, last: tokenOf(producer, 1) }
    for (let index = 0; index < entries; index++) await this.#create(new EntryEntity(first))
    for (let index = 0; index < accounts; index++)
      await this.#create(new AccountEntity({ handle: `${producer}-chain-${index}`, ...first }))
  }

  async step(): Promise<void> {
    const row = this.#random.pick(this.#rows)
    while (row.underWay.length >= this.#options.depth) await Promise.race(row.underWay)
    const change = ++row.attempted
    row.entity.last = tokenOf(this.#options.producer, change)
    row.entity.increment('n')
    const flush = this.#flushes
      .until(() => row.entity.flushLazy())
      .then(() => {
        row.promised = Math.max(row.promised, change)
        this.#onPromise(row.key, change)
      })
      .finally(() => {
        row.underWay = row.underWay.filter((other) => other !== flush)
      })
    row.underWay.push(flush)
  }

  async finish(): Promise<void> {
    await Promise.all(this.#rows.flatMap((row) => row.underWay))
  }

  expectation(): Expectation {
    const { producer } = this.#options
    const chains = this.#rows
      .filter((row) => row.entity instanceof EntryEntity)
      .map(({ key, promised, attempted }) => ({ row: key, producer, promised, attempted }))
    const accounts = this.#rows.flatMap(({ entity, promised }) =>
      entity instanceof AccountEntity
        ? [{ id: String(entity.id), team: null, handle: entity.handle, n: promised, last: tokenOf(producer, promised) }]
        : [],
    )
    return { ...NOTHING_EXPECTED, chains, accounts }
  }

  async #create(entity: EntryEntity | AccountEntity): Promise<void> {
    await this.#flushes.until(() => entity.flushLazy())
    this.#track(entity, 1)
  }

  #track(entity: EntryEntity | AccountEntity, changes: number): void {
    const table = entity instanceof EntryEntity ? 'entries' : 'accounts'
    const key = `${table} ${entity.id}`
    this.#rows.push({ entity, key, attempted: changes, promised: changes, underWay: [] })
    if (changes > 0) this.#onPromise(key, changes)
  }
}
