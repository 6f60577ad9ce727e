import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'

export interface BinaryForm {
  /** Bytes. */
  readonly max: number
  /** BINARY(n) pads shorter values with zeros, so they are refused. */
  readonly length: 'fixed' | 'variable'
}

/** BINARY, VARBINARY and the BLOB types: `Uint8Array`; reads as a `Buffer`. Travels as base64. */
export class BinaryCodec implements Codec {
  readonly plain = false
  readonly mutable = true
  readonly #place: ColumnPlace
  readonly #form: BinaryForm

  constructor(place: ColumnPlace, form: BinaryForm) {
    this.#place = place
    this.#form = form
  }

  accept(value: unknown): Uint8Array {
    const { max, length } = this.#form
    if (!(value instanceof Uint8Array)) throw new ValueError(this.#place, value, 'must be a Uint8Array or Buffer')
    if (value.length > max || (length === 'fixed' && value.length < max)) {
      const limit = length === 'fixed' ? 'exactly' : 'at most'
      throw new ValueError(this.#place, value, `must be ${limit} ${max} bytes and has ${value.length}`)
    }
    return value
  }

  toWire(value: unknown): Wire {
    const bytes = this.accept(value)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  }

  fromWire(wire: Wire): Uint8Array {
    return Buffer.from(wire as string, 'base64')
  }

  readRow(raw: unknown): Wire {
    if (raw instanceof Uint8Array) return Buffer.from(raw).toString('base64')
    throw new RowError(this.#place, raw, 'a Buffer')
  }

  toParameter(wire: Wire): SqlParameter {
    return Buffer.from(wire as string, 'base64')
  }
}
