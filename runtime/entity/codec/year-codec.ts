import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'
import { readInteger } from './read-integer.js'

/** YEAR: `number` from 1901 to 2155, or 0. MySQL takes two digits for another year, so they are refused. */
export class YearCodec implements Codec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace

  constructor(place: ColumnPlace) {
    this.#place = place
  }

  accept(value: unknown): number {
    if (isYear(value)) return value === 0 ? 0 : value
    throw new ValueError(this.#place, value, 'must be a year from 1901 to 2155, or 0')
  }

  toWire(value: unknown): Wire {
    return value as number
  }

  fromWire(wire: Wire): number {
    return Number(wire)
  }

  readRow(raw: unknown): Wire {
    const year = Number(readInteger(raw) ?? Number.NaN)
    if (isYear(year)) return year
    throw new RowError(this.#place, raw, 'a year')
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }
}

function isYear(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && (value === 0 || (value >= 1901 && value <= 2155))
}
