import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'
import { integerToWire, readInteger } from './read-integer.js'

/** BIT(n): `bigint`. As a parameter it is bytes, for MySQL reads a decimal text as characters. */
export class BitCodec implements Codec {
  readonly plain = false
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #length: number
  readonly #max: bigint

  constructor(place: ColumnPlace, length: number) {
    this.#place = place
    this.#length = length
    this.#max = (1n << BigInt(length)) - 1n
  }

  accept(value: unknown): bigint {
    const bits = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
    if (typeof bits === 'bigint' && bits >= 0n && bits <= this.#max) return bits
    throw new ValueError(this.#place, value, `must be a bigint from 0 to ${this.#max}, ${this.#length} bits`)
  }

  toWire(value: unknown): Wire {
    return integerToWire(value as bigint)
  }

  fromWire(wire: Wire): bigint {
    return BigInt(wire)
  }

  readRow(raw: unknown): Wire {
    const integer = readInteger(raw)
    if (integer !== undefined && integer >= 0 && integer <= this.#max) return integerToWire(BigInt(integer))
    throw new RowError(this.#place, raw, `${this.#length} bits as bytes or as a number`)
  }

  toParameter(wire: Wire): SqlParameter {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(BigInt(wire))
    return bytes.subarray(8 - Math.ceil(this.#length / 8))
  }
}
