/** What a consumer process says of its work on one stream. */
export interface ConsumerReport {
  /** `paused` while an alert stands; `standby` while another process holds the lease; `leaving` while it ends. */
  readonly state: 'working' | 'standby' | 'paused' | 'leaving'
  readonly workers: number
  /** Units, since the process began. */
  readonly applied: number
  readonly dead: number
  /** Transactions that were tried again. */
  readonly retries: number
  readonly appliedPerSecond: number
  /** Why it waits, where it does. */
  readonly alert: string | undefined
}

/** Where the processes of a stream say that they are alive. Rejects when the database is away. */
export interface ConsumerRegister {
  report(report: ConsumerReport): Promise<void>
  /** At the end of the process. Safe to repeat. */
  leave(): Promise<void>
}

/** Who works the streams of one MySQL server and who would, by its clock. */
export interface Roster {
  /** Rejects when the database is away, or before the bookkeeping tables are there. */
  look(): Promise<RosterSight>
  close(): Promise<void>
}

export interface RosterSight {
  /** By stream, who holds its lease; streams that nobody holds are missing. */
  readonly holders: ReadonlyMap<string, string>
  /** Processes that have said within their lease time that they are alive, one entry a stream. */
  readonly members: readonly RosterMember[]
}

export interface RosterMember {
  readonly stream: string
  readonly owner: string
  readonly state: ConsumerReport['state']
}
