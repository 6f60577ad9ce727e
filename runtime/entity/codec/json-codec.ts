import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'
import { losesDigits } from './json-digits.js'
import { findJsonFault } from './json-fault.js'
import { sortedJson } from './sorted-json.js'

/** JSON: whatever survives the trip to text and back unchanged; compared by content, the order of keys aside. */
export class JsonCodec implements Codec {
  readonly plain = false
  readonly mutable = true
  readonly #place: ColumnPlace

  constructor(place: ColumnPlace) {
    this.#place = place
  }

  accept(value: unknown): unknown {
    const fault = findJsonFault(value)
    if (fault === undefined) return value
    throw new ValueError(this.#place, value, `must come back from JSON as it is, but ${fault}`)
  }

  toWire(value: unknown): Wire {
    return sortedJson(this.accept(value))
  }

  fromWire(wire: Wire): unknown {
    const text = wire as string
    if (losesDigits(text)) {
      throw new RowError(
        this.#place,
        text,
        'numbers that JavaScript can hold exactly',
        'keep numbers beyond 2^53 as strings inside the document',
      )
    }
    return JSON.parse(text)
  }

  /** Text as the database gives it, or the value that a driver made of it. */
  readRow(raw: unknown): Wire {
    if (typeof raw === 'string') return isJson(raw) ? raw : JSON.stringify(raw)
    if (raw instanceof Uint8Array) return this.readRow(Buffer.from(raw).toString('utf8'))
    if (findJsonFault(raw) === undefined) return JSON.stringify(raw)
    throw new RowError(this.#place, raw, 'JSON')
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
