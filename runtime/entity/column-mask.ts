/** Columns that an int32 holds; the others go to a bigint, which is slower and has no end. */
const FAST_COLUMNS = 31

/** A set of columns by index. */
export class ColumnMask {
  low = 0
  high = 0n

  add(index: number): void {
    if (index < FAST_COLUMNS) this.low |= 1 << index
    else this.high |= 1n << BigInt(index - FAST_COLUMNS)
  }

  delete(index: number): void {
    if (index < FAST_COLUMNS) this.low &= ~(1 << index)
    else this.high &= ~(1n << BigInt(index - FAST_COLUMNS))
  }

  has(index: number): boolean {
    if (index < FAST_COLUMNS) return (this.low & (1 << index)) !== 0
    return (this.high & (1n << BigInt(index - FAST_COLUMNS))) !== 0n
  }

  /** A new set of the columns of both; this one itself where `other` has none. */
  with(other: ColumnMask): ColumnMask {
    if (other.isEmpty) return this
    const both = new ColumnMask()
    both.low = this.low | other.low
    both.high = this.high | other.high
    return both
  }

  /** True when every column of `other` is in this one. */
  covers(other: ColumnMask): boolean {
    return (other.low & ~this.low) === 0 && (other.high & ~this.high) === 0n
  }

  get isEmpty(): boolean {
    return this.low === 0 && this.high === 0n
  }

  /** Equal for equal sets; for a Map. */
  get key(): number | string {
    return this.high === 0n ? this.low : `${this.low}:${this.high}`
  }
}

/** The set that most have most of the time: to be replaced, not added to. */
export const NO_COLUMNS: ColumnMask = Object.freeze(new ColumnMask())
