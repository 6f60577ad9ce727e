import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'

/** ENUM: one of its values, letter for letter; MySQL would take another case and change it. */
export class EnumCodec implements Codec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #values: ReadonlySet<unknown>

  constructor(place: ColumnPlace, values: readonly string[]) {
    this.#place = place
    this.#values = new Set(values)
  }

  accept(value: unknown): string {
    if (this.#values.has(value)) return value as string
    throw new ValueError(this.#place, value, `must be one of ${this.#list()}`)
  }

  toWire(value: unknown): Wire {
    return value as string
  }

  fromWire(wire: Wire): string {
    return wire as string
  }

  readRow(raw: unknown): Wire {
    if (this.#values.has(raw)) return raw as string
    throw new RowError(
      this.#place,
      raw,
      `one of ${this.#list()}`,
      'the schema lacks a value that the database has: add it',
    )
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  #list(): string {
    return [...this.#values].map((value) => `'${value}'`).join(', ')
  }
}
