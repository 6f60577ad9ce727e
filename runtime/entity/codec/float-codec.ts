import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import { amountAsNumber } from './amount.js'
import type { NumericCodec, SqlParameter, Wire } from './codec.js'

export interface FloatForm {
  readonly bytes: 4 | 8
  readonly unsigned: boolean
}

const NUMBER = /^-?\d*\.?\d+(?:e[+-]?\d+)?$/i

/** FLOAT and DOUBLE: `number`. A FLOAT keeps the nearest single-precision value, and reads as it at once. */
export class FloatCodec implements NumericCodec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #form: FloatForm

  constructor(place: ColumnPlace, form: FloatForm) {
    this.#place = place
    this.#form = form
  }

  accept(value: unknown): number {
    const kept = typeof value === 'number' ? this.#round(value) : Number.NaN
    if (Number.isFinite(kept) && !(this.#form.unsigned && kept < 0)) return kept
    throw new ValueError(
      this.#place,
      value,
      `must be a finite number${this.#form.unsigned ? ', not negative' : ''}${this.#form.bytes === 4 ? ', of single precision' : ''}`,
    )
  }

  toWire(value: unknown): Wire {
    return value as number
  }

  fromWire(wire: Wire): number {
    return Number(wire)
  }

  readRow(raw: unknown): Wire {
    const value =
      typeof raw === 'number'
        ? raw
        : typeof raw === 'bigint' || (typeof raw === 'string' && NUMBER.test(raw))
          ? Number(raw)
          : Number.NaN
    if (Number.isFinite(value)) return this.#round(value)
    throw new RowError(this.#place, raw, 'a finite number')
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  amount(by: unknown): number {
    return amountAsNumber(this.#place, by, 'fraction')
  }

  sum(left: unknown, right: unknown): number {
    return this.#round((left as number) + (right as number))
  }

  /** Adds 0 so that -0, which does not survive the trip as text, is 0 from the start. */
  #round(value: number): number {
    return (this.#form.bytes === 4 ? Math.fround(value) : value) + 0
  }
}
