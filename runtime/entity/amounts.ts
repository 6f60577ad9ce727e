import { isNumeric } from './codec/index.js'
import type { Column } from './column.js'
import { ColumnMask } from './column-mask.js'

/** What was added to columns since the last flush, by column. */
export class Amounts {
  readonly mask = new ColumnMask()
  readonly #values: unknown[] = []

  /** Null where nothing was added. */
  of(column: Column): unknown {
    return this.mask.has(column.index) ? this.#values[column.index] : null
  }

  add(column: Column, amount: unknown): void {
    if (!isNumeric(column.codec)) return
    const before = this.of(column)
    this.#values[column.index] = before === null ? amount : column.codec.sum(before, amount)
    this.mask.add(column.index)
  }
}
