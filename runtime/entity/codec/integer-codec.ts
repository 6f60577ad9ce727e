import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import { amountAsNumber } from './amount.js'
import type { NumericCodec, SqlParameter, Wire } from './codec.js'
import { readInteger } from './read-integer.js'

/** TINYINT, SMALLINT, MEDIUMINT and INT: `number`. */
export class IntegerCodec implements NumericCodec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #min: number
  readonly #max: number

  constructor(place: ColumnPlace, min: number, max: number) {
    this.#place = place
    this.#min = min
    this.#max = max
  }

  accept(value: unknown): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= this.#min && value <= this.#max) {
      return value === 0 ? 0 : value
    }
    throw new ValueError(this.#place, value, `must be an integer from ${this.#min} to ${this.#max}`)
  }

  toWire(value: unknown): Wire {
    return value as number
  }

  fromWire(wire: Wire): number {
    return Number(wire)
  }

  readRow(raw: unknown): Wire {
    const value = Number(readInteger(raw) ?? Number.NaN)
    if (value >= this.#min && value <= this.#max) return value
    throw new RowError(this.#place, raw, `an integer from ${this.#min} to ${this.#max}`)
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  amount(by: unknown): number {
    return amountAsNumber(this.#place, by, 'integer')
  }

  sum(left: unknown, right: unknown): number {
    return (left as number) + (right as number)
  }
}
