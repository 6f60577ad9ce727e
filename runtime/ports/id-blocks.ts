/** A table whose ids come from blocks, and its key column. */
export interface SequencedTable {
  readonly table: string
  readonly column: string
}

/** Hands out blocks of ids; no id twice, however many processes ask and however they end. */
export interface IdBlockSource {
  /** Reserves `size` consecutive ids and returns the first. */
  take(table: SequencedTable, size: number): Promise<bigint>
}
