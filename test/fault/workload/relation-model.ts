import type { AccountEntity, TeamEntity } from '../generated/index.js'
import { tokenOf } from './token.js'
import type { Expectation } from './workload.js'

interface ModelRow {
  n: number
  last: string
}
interface ModelAccount extends ModelRow {
  team: TeamEntity | null
  handle: string
}

/** The rows of one producer as they must end, by object: a sequence id is known only when the flush has resolved. */
export class RelationModel {
  readonly #producer: string
  readonly #teams = new Map<TeamEntity, ModelRow>()
  readonly #accounts = new Map<AccountEntity, ModelAccount>()
  readonly #lines = new Map<string, AccountEntity>()
  readonly #tallies = new Map<string, number>()
  #changes = 0
  #handles = 0
  #tokens = 0

  constructor(producer: string) {
    this.#producer = producer
  }

  freshHandle(): string {
    return `${this.#producer}-${++this.#handles}`
  }

  /** What a new row starts with: its creation is the first change. */
  counted(): ModelRow {
    return { n: 1, last: tokenOf(this.#producer, ++this.#changes) }
  }

  insertTeam(team: TeamEntity): void {
    this.#teams.set(team, { n: team.n, last: team.last })
  }

  insertAccount(account: AccountEntity, team: TeamEntity | null, handle: string): void {
    this.#accounts.set(account, { n: account.n, last: account.last, team, handle })
  }

  /** Counts a change and returns its token. */
  touch(entity: TeamEntity | AccountEntity): string {
    const row = this.#teams.get(entity as TeamEntity) ?? this.#accounts.get(entity as AccountEntity)!
    row.n += 1
    row.last = tokenOf(this.#producer, ++this.#changes)
    return row.last
  }

  joinTeam(account: AccountEntity, team: TeamEntity | null): void {
    this.#accounts.get(account)!.team = team
  }

  handleOf(account: AccountEntity): string {
    return this.#accounts.get(account)!.handle
  }

  giveHandle(account: AccountEntity, handle: string): void {
    this.#accounts.get(account)!.handle = handle
  }

  /** Returns the line's token. */
  insertLine(account: AccountEntity): string {
    const token = `${this.#producer}-line-${++this.#tokens}`
    this.#lines.set(token, account)
    return token
  }

  count(name: string): void {
    this.#tallies.set(name, (this.#tallies.get(name) ?? 0) + 1)
  }

  /** ON DELETE CASCADE takes its lines along. */
  deleteAccount(account: AccountEntity): void {
    this.#accounts.delete(account)
    for (const [token, owner] of this.#lines) if (owner === account) this.#lines.delete(token)
  }

  /** ON DELETE SET NULL frees its accounts. */
  deleteTeam(team: TeamEntity): void {
    this.#teams.delete(team)
    for (const account of this.#accounts.values()) if (account.team === team) account.team = null
  }

  expectation(): Pick<Expectation, 'teams' | 'accounts' | 'lines' | 'tallies'> {
    return {
      teams: [...this.#teams].map(([team, { n, last }]) => ({ id: team.id, n, last })),
      accounts: [...this.#accounts].map(([account, { n, last, team, handle }]) => {
        return { id: String(account.id), team: team?.id ?? null, handle, n, last }
      }),
      lines: [...this.#lines.keys()],
      tallies: [...this.#tallies].map(([name, n]) => ({ name, n })),
    }
  }
}
