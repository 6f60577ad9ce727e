import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'
import { readInteger } from './read-integer.js'

/** BOOL, which is TINYINT(1): any number but 0 reads as true, as in MySQL. */
export class BoolCodec implements Codec {
  readonly plain = false
  readonly mutable = false
  readonly #place: ColumnPlace

  constructor(place: ColumnPlace) {
    this.#place = place
  }

  accept(value: unknown): boolean {
    if (typeof value === 'boolean') return value
    throw new ValueError(this.#place, value, 'must be true or false')
  }

  toWire(value: unknown): Wire {
    return value === true ? 1 : 0
  }

  fromWire(wire: Wire): boolean {
    return wire !== 0
  }

  readRow(raw: unknown): Wire {
    const integer = readInteger(raw)
    if (integer === undefined) throw new RowError(this.#place, raw, 'true or false, 1 or 0')
    return Number(integer) === 0 ? 0 : 1
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }
}
