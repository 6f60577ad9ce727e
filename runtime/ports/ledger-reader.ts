import type { LedgerStatus } from './unit-store.js'

/** What became of a unit that has left the stream. */
export interface SettledUnit {
  readonly status: LedgerStatus
  /** Ids that MySQL made, by the position of the event in the unit; as decimal text. */
  readonly generatedIds: ReadonlyMap<number, string>
  /** Why it is dead or what it is parked behind; undefined when that has been settled meanwhile. */
  readonly deadLetter: DeadLetterFacts | undefined
}

export interface DeadLetterFacts {
  readonly id: string
  readonly entity: string
  readonly operation: string
  /** MySQL's errno or a code of orm-gen, and its name. */
  readonly errorCode: string
  readonly errorName: string
  readonly message: string
}

/** Looks up what became of units. */
export interface LedgerReader {
  /** By event id; units that are still in the stream are missing. */
  find(eventIds: readonly string[]): Promise<ReadonlyMap<string, SettledUnit>>
}
