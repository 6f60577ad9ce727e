import type { Chain } from '../lib/oracle/applied-order.js'
import type { CountedRow } from '../lib/oracle/final-rows.js'
import type { Finding } from '../lib/oracle/finding.js'

/** What the database must hold once everything is settled, by table. Plain data: it travels from a producer to its parent. */
export interface Expectation {
  readonly chains: readonly Chain[]
  readonly teams: readonly ExpectedRow[]
  readonly accounts: readonly ExpectedRow[]
  /** Tokens; each exactly once. */
  readonly lines: readonly string[]
  /** How often each name was upserted, by this producer. */
  readonly tallies: readonly { readonly name: string; readonly n: number }[]
  /** Ids that it took from the shared sequence; no other may have one of them. */
  readonly tickets: readonly string[]
  /** What the producer itself saw go wrong. */
  readonly findings: readonly Finding[]
}

export type ExpectedRow = CountedRow & { readonly id: string }

export const NOTHING_EXPECTED: Expectation = {
  chains: [],
  teams: [],
  accounts: [],
  lines: [],
  tallies: [],
  tickets: [],
  findings: [],
}

/** A producer's work, step by step; each step queues one change or a few. */
export interface Workload {
  /** Creates the rows that the steps change. */
  prepare(): Promise<void>
  step(): Promise<void>
  /** Resolves when every flush that a step began is settled. */
  finish(): Promise<void>
  expectation(): Expectation
}
