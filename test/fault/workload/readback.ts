import { setTimeout } from 'node:timers/promises'
import { AccountEntity } from '../generated/index.js'
import type { Finding } from '../lib/oracle/finding.js'
import type { Random } from '../lib/random.js'
import type { Flushes } from './flushes.js'
import type { Tickets } from './tickets.js'
import { tokenOf } from './token.js'
import { type Expectation, NOTHING_EXPECTED, type Workload } from './workload.js'

export interface ReadbackOptions {
  readonly producer: string
  /** Rows, each of which is changed and read by one step at a time. */
  readonly accounts: number
}

/** Each try of a receipt; a step tries again. */
const APPLIED_MS = 2_000
/** Far more than connecting and one query may take, for a machine that is busy: what takes longer has no deadline. */
const LONGEST_READ_MS = 15_000
/** A read that fails for so long fails for another reason than a lost connection. */
const PATIENCE_MS = 150_000
const DEAD_LETTERED = 'ORM2611'

interface ReadRow {
  readonly account: AccountEntity
  changes: number
}

/** Changes rows, waits for each change to be applied, and loads what it has written: a producer that needs MySQL all the time. */
export class ReadbackWorkload implements Workload {
  readonly #options: ReadbackOptions
  readonly #random: Random
  readonly #flushes: Flushes
  readonly #tickets: Tickets
  readonly #idle: ReadRow[] = []
  readonly #rows: ReadRow[] = []
  readonly #findings: Finding[] = []
  readonly #underWay = new Set<Promise<void>>()

  constructor(options: ReadbackOptions, random: Random, flushes: Flushes, tickets: Tickets) {
    this.#options = options
    this.#random = random
    this.#flushes = flushes
    this.#tickets = tickets
  }

  async prepare(): Promise<void> {
    const { producer, accounts } = this.#options
    for (let index = 0; index < accounts; index++) {
      const account = new AccountEntity({ handle: `${producer}-read-${index}`, n: 1, last: tokenOf(producer, 1) })
      await this.#flushes.until(() => account.flushLazy())
      this.#rows.push({ account, changes: 1 })
    }
    this.#idle.push(...this.#rows)
  }

  async step(): Promise<void> {
    while (this.#idle.length === 0) await Promise.race(this.#underWay)
    const [row] = this.#idle.splice(this.#random.below(this.#idle.length), 1)
    const running = this.#changeAndRead(row!).finally(() => {
      this.#underWay.delete(running)
      this.#idle.push(row!)
    })
    this.#underWay.add(running)
  }

  async finish(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  expectation(): Expectation {
    const { producer } = this.#options
    const accounts = this.#rows.map(({ account: { id, handle }, changes }) => {
      return { id: String(id), team: null, handle, n: changes, last: tokenOf(producer, changes) }
    })
    return { ...NOTHING_EXPECTED, accounts, tickets: this.#tickets.taken, findings: this.#findings }
  }

  async #changeAndRead(row: ReadRow): Promise<void> {
    const { account } = row
    const last = tokenOf(this.#options.producer, ++row.changes)
    account.last = last
    account.increment('n')
    const receipt = await this.#flushes.until(() => account.flushLazy())
    await this.#until('receipt', () => receipt.applied({ timeoutMs: APPLIED_MS }))
    const found = await this.#until('load', () => AccountEntity.loadById(account.id))
    if (found?.n !== row.changes || found.last !== last) {
      const detail = `read n ${found?.n} and last ${found?.last} after its change ${last} was said to be applied`
      this.#findings.push({ kind: 'lost', row: `accounts ${account.id}`, detail })
    }
    await this.#until('ticket', () => this.#tickets.take())
  }

  /** Until it succeeds; connections are lost all the time. */
  async #until<T>(what: string, read: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + PATIENCE_MS
    for (;;) {
      const begun = performance.now()
      try {
        return await read()
      } catch (error) {
        if ((error as { code?: unknown }).code === DEAD_LETTERED || performance.now() > giveUpAt) throw error
      } finally {
        const tookMs = Math.round(performance.now() - begun)
        if (tookMs > LONGEST_READ_MS) this.#findings.push({ kind: 'slow', row: what, detail: `took ${tookMs} ms` })
      }
      await setTimeout(10)
    }
  }
}
