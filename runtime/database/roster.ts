import type { MysqlPoolConfig } from '../config/engine-config.js'
import type { Roster, RosterMember, RosterSight } from '../ports.js'
import { SqlPool } from './pool.js'

export interface OpenRosterOptions {
  readonly mysql: MysqlPoolConfig
  /** The keys of the streams that the server serves. */
  readonly parts: readonly string[]
  readonly connectMs: number
  readonly queryMs: number
}

/** On a connection of its own, which waits for no worker. */
export function openRoster({ mysql, parts, connectMs, queryMs }: OpenRosterOptions): Roster {
  return new MysqlRoster(new SqlPool(mysql, { connectMs, queryMs, commit: 'auto', size: 1 }), parts)
}

/** Reads leases and register of the streams of one MySQL server, by its clock. */
class MysqlRoster implements Roster {
  readonly #pool: SqlPool
  readonly #parts: readonly string[]
  readonly #members: string
  readonly #holders: string

  /** `parts` are the keys of the streams that the server serves; the pool becomes the roster's own. */
  constructor(pool: SqlPool, parts: readonly string[]) {
    const marks = parts.map(() => '?').join(', ')
    this.#pool = pool
    this.#parts = parts
    this.#members = `${MEMBERS} AND part IN (${marks})`
    this.#holders = `${HOLDERS} AND part IN (${marks})`
  }

  look(): Promise<RosterSight> {
    return this.#pool.use(async (session) => {
      const holders = await session.rows<{ part: string; owner: string }>(this.#holders, this.#parts)
      const members = await session.rows<MemberRow>(this.#members, this.#parts)
      return {
        holders: new Map(holders.map(({ part, owner }) => [part, owner])),
        members: members.map(({ part, owner, state }) => ({ stream: part, owner, state })),
      }
    })
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}

interface MemberRow {
  readonly part: string
  readonly owner: string
  readonly state: RosterMember['state']
}

const MEMBERS = 'SELECT part, owner, state FROM orm_lazy_consumer WHERE alive_until > UTC_TIMESTAMP(3)'

const HOLDERS = 'SELECT part, owner FROM orm_lazy_lease WHERE expires_at > UTC_TIMESTAMP(6)'
