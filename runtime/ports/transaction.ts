import type { Operation } from '../event/unit.js'

/** How a transaction under the fence ended. Nothing of it has taken effect unless it was committed. */
export type TransactionOutcome =
  | { readonly kind: 'committed' }
  /** A successor has taken over. */
  | { readonly kind: 'fenced' }
  /** The ledger has these units already: settle them, and try again without. */
  | { readonly kind: 'alreadySettled'; readonly eventIds: ReadonlySet<string> }
  /** Rolled back. */
  | { readonly kind: 'failed'; readonly error: Error; readonly at: FailurePlace | undefined }
  /** The connection was lost: it may have been committed, and the ledger will tell at the next try. */
  | { readonly kind: 'unknown'; readonly error: Error }

export interface FailurePlace {
  readonly entity: string
  readonly operation: Operation
  /** The text that failed, values left out. */
  readonly statement: string | undefined
}
