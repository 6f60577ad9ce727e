import type { Engine } from 'orm-gen'
import { AccountEntity, LineEntity, TallyEntity, TeamEntity } from '../generated/index.js'
import type { Random } from '../lib/random.js'
import type { Flushes } from './flushes.js'
import { RelationModel } from './relation-model.js'
import { type Expectation, NOTHING_EXPECTED, type Workload } from './workload.js'

export interface RelationOptions {
  readonly producer: string
  /** Flushes that may be under way at once. */
  readonly concurrency: number
  /** Names of tallies, shared by all producers. */
  readonly tallies: number
}

/** Living rows that a producer keeps at most; beyond, it deletes before it creates. */
const MOST_ROWS = 40

/**
 * Parents and children, moving unique values, upserts, deletes with their cascades, units of many entities: every change
 * is made to a model at the moment of the call, since stream order is the order of the calls.
 */
export class RelationWorkload implements Workload {
  readonly #options: RelationOptions
  readonly #engine: Engine
  readonly #random: Random
  readonly #flushes: Flushes
  readonly #model: RelationModel
  readonly #teams: TeamEntity[] = []
  readonly #accounts: AccountEntity[] = []
  #underWay: Promise<unknown>[] = []

  constructor(options: RelationOptions, engine: Engine, random: Random, flushes: Flushes) {
    this.#options = options
    this.#engine = engine
    this.#random = random
    this.#flushes = flushes
    this.#model = new RelationModel(options.producer)
  }

  async prepare(): Promise<void> {
    for (let index = 0; index < 4; index++) {
      this.#newTeam()
      this.#newAccount()
    }
    await this.finish()
  }

  async step(): Promise<void> {
    while (this.#underWay.length >= this.#options.concurrency) await Promise.race(this.#underWay)
    const full = this.#accounts.length + this.#teams.length > MOST_ROWS
    const choices = full ? this.#shrinking : this.#growing
    this.#random.pick(choices)()
  }

  async finish(): Promise<void> {
    while (this.#underWay.length > 0) await Promise.all(this.#underWay)
  }

  expectation(): Expectation {
    return { ...NOTHING_EXPECTED, ...this.#model.expectation() }
  }

  readonly #changing = [
    () => this.#touchTeam(),
    () => this.#touchAccount(),
    () => this.#touchAccount(),
    () => this.#joinTeam(),
    () => this.#passHandle(),
    () => this.#rotateHandles(),
    () => this.#newLine(),
    () => this.#count(),
    () => this.#touchTogether(),
  ]
  readonly #growing = [
    ...this.#changing,
    () => this.#newTeam(),
    () => this.#newAccount(),
    () => this.#newFamily(),
    () => this.#replaceAccount(),
    () => this.#deleteTeam(),
  ]
  readonly #shrinking = [...this.#changing, () => this.#deleteTeam(), () => this.#deleteAccount()]

  #queue(flush: () => Promise<unknown>): void {
    const settled: Promise<unknown> = this.#flushes.until(flush).finally(() => {
      this.#underWay = this.#underWay.filter((other) => other !== settled)
    })
    this.#underWay.push(settled)
  }

  #newTeam(): TeamEntity {
    const team = new TeamEntity({ name: 'team', ...this.#model.counted() })
    this.#model.insertTeam(team)
    this.#teams.push(team)
    this.#queue(() => team.flushLazy())
    return team
  }

  #newAccount(): AccountEntity {
    const account = this.#makeAccount(this.#maybeTeam())
    this.#accounts.push(account)
    this.#queue(() => account.flushLazy())
    return account
  }

  #makeAccount(team: TeamEntity | null, handle = this.#model.freshHandle()): AccountEntity {
    const account = new AccountEntity({ team, handle, ...this.#model.counted() })
    this.#model.insertAccount(account, team, handle)
    return account
  }

  /** One unit with parents, children and a child of an auto-increment key. */
  #newFamily(): void {
    const flusher = this.#engine.newFlusher()
    const team = new TeamEntity({ name: 'family', ...this.#model.counted() })
    this.#model.insertTeam(team)
    const members = [this.#makeAccount(team), this.#makeAccount(team)]
    const lines = members.map((account) => this.#makeLine(account))
    flusher.track(...lines, ...members, team)
    this.#teams.push(team)
    this.#accounts.push(...members)
    this.#queue(() => flusher.flushLazy())
  }

  #touchTeam(): void {
    const team = this.#random.pick(this.#teams)
    if (team === undefined) return
    this.#touch(team)
    this.#queue(() => team.flushLazy())
  }

  #touchAccount(): void {
    const account = this.#random.pick(this.#accounts)
    if (account === undefined) return
    this.#touch(account)
    this.#queue(() => account.flushLazy())
  }

  /** A unit over rows of two tables. */
  #touchTogether(): void {
    const team = this.#random.pick(this.#teams)
    const account = this.#random.pick(this.#accounts)
    if (team === undefined || account === undefined) return
    this.#touch(team)
    this.#touch(account)
    const flusher = this.#engine.newFlusher()
    flusher.track(account, team)
    this.#queue(() => flusher.flushLazy())
  }

  #touch(entity: TeamEntity | AccountEntity): void {
    entity.last = this.#model.touch(entity)
    entity.increment('n')
  }

  #joinTeam(): void {
    const account = this.#random.pick(this.#accounts)
    if (account === undefined) return
    const team = this.#maybeTeam()
    this.#touch(account)
    account.team = team
    this.#model.joinTeam(account, team)
    this.#queue(() => account.flushLazy())
  }

  /** One account gives its handle up, another takes it in the next unit. */
  #passHandle(): void {
    const [from, to] = this.#twoAccounts()
    if (from === undefined || to === undefined) return
    const handle = this.#model.handleOf(from)
    this.#giveHandle(from, this.#model.freshHandle())
    this.#giveHandle(to, handle)
  }

  #rotateHandles(): void {
    const [one, other] = this.#twoAccounts()
    if (one === undefined || other === undefined) return
    const [first, second] = [this.#model.handleOf(one), this.#model.handleOf(other)]
    this.#giveHandle(one, this.#model.freshHandle())
    this.#giveHandle(other, first)
    this.#giveHandle(one, second)
  }

  #giveHandle(account: AccountEntity, handle: string): void {
    this.#touch(account)
    account.handle = handle
    this.#model.giveHandle(account, handle)
    this.#queue(() => account.flushLazy())
  }

  #makeLine(account: AccountEntity): LineEntity {
    return new LineEntity({ account, token: this.#model.insertLine(account), n: 1 })
  }

  #newLine(): void {
    const account = this.#random.pick(this.#accounts)
    if (account === undefined) return
    const line = this.#makeLine(account)
    this.#queue(() => line.flushLazy())
  }

  #count(): void {
    const name = `tally-${this.#random.below(this.#options.tallies)}`
    const tally = new TallyEntity({ name })
    tally.increment('n')
    this.#model.count(name)
    this.#queue(() => tally.flushLazy({ onDuplicate: 'update' }))
  }

  /** Delete X, then insert another row with its unique value. */
  #replaceAccount(): void {
    const handle = this.#deleteAccount()
    if (handle === undefined) return
    const heir = this.#makeAccount(null, handle)
    this.#accounts.push(heir)
    this.#queue(() => heir.flushLazy())
  }

  /** Returns the handle that is free now. */
  #deleteAccount(): string | undefined {
    const account = this.#take(this.#accounts)
    if (account === undefined) return undefined
    const handle = this.#model.handleOf(account)
    this.#model.deleteAccount(account)
    this.#queue(() => account.deleteLazy())
    return handle
  }

  #deleteTeam(): void {
    const team = this.#take(this.#teams)
    if (team === undefined) return
    this.#model.deleteTeam(team)
    this.#queue(() => team.deleteLazy())
  }

  #take<T>(from: T[]): T | undefined {
    return from.splice(this.#random.below(from.length), 1)[0]
  }

  #maybeTeam(): TeamEntity | null {
    return this.#random.chance(0.3) ? null : (this.#random.pick(this.#teams) ?? null)
  }

  #twoAccounts(): [AccountEntity | undefined, AccountEntity | undefined] {
    const one = this.#random.pick(this.#accounts)
    const other = this.#random.pick(this.#accounts.filter((account) => account !== one))
    return [one, other]
  }
}
