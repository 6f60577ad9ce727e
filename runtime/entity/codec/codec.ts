import type { ColumnPlace } from '../errors/value-error.js'

/** A value of a column as it travels; NULL and references are handled before a codec is asked. */
export type Wire = string | number

/** What mysql2 takes as a parameter. */
export type SqlParameter = string | number | Buffer | null

/** All that is known of the values of one column: TypeScript <-> wire <-> SQL. One object a column. */
export interface Codec {
  /** The kept value travels as it is: `toWire` need not be asked. */
  readonly plain: boolean
  /** The kept value is an object: compared by its wire form, which also tells whether it was changed in place. */
  readonly mutable: boolean
  /** Checks a value of the program and returns the form that is kept and read. Throws ValueError. */
  accept(value: unknown): unknown
  /** Throws ValueError only where the value is mutable and was spoilt in place. */
  toWire(value: unknown): Wire
  fromWire(wire: Wire): unknown
  /** Takes a value as any usual driver setting gives it. Throws RowError. */
  readRow(raw: unknown): Wire
  toParameter(wire: Wire): SqlParameter
}

/** Columns that `increment` takes. */
export interface NumericCodec extends Codec {
  /** Checks an amount, at least 1, and returns it in the kept form. Throws ValueError. */
  amount(by: unknown): unknown
  /** The exact sum of two kept values; not checked against the column's range. */
  sum(left: unknown, right: unknown): unknown
}

export function isNumeric(codec: Codec): codec is NumericCodec {
  return 'amount' in codec
}

export type { ColumnPlace }
