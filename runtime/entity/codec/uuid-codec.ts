import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** UUID, a CHAR(36): `string` in lower case. */
export class UuidCodec implements Codec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace

  constructor(place: ColumnPlace) {
    this.#place = place
  }

  accept(value: unknown): string {
    const text = typeof value === 'string' ? value.toLowerCase() : ''
    if (UUID.test(text)) return text
    throw new ValueError(this.#place, value, 'must be a UUID such as 0192f0c4-7b1e-7a3c-9d2e-1f2a3b4c5d6e')
  }

  toWire(value: unknown): Wire {
    return value as string
  }

  fromWire(wire: Wire): string {
    return wire as string
  }

  readRow(raw: unknown): Wire {
    const text = raw instanceof Uint8Array ? Buffer.from(raw).toString('latin1') : raw
    if (typeof text === 'string' && UUID.test(text.toLowerCase())) return text.toLowerCase()
    throw new RowError(this.#place, raw, 'a UUID')
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }
}
