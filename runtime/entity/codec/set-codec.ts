import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { Codec, SqlParameter, Wire } from './codec.js'

/** SET: a frozen array of its values, each once and in the order of the schema, as MySQL keeps them. */
export class SetCodec implements Codec {
  readonly plain = false
  readonly mutable = true
  readonly #place: ColumnPlace
  readonly #values: readonly string[]

  constructor(place: ColumnPlace, values: readonly string[]) {
    this.#place = place
    this.#values = values
  }

  accept(value: unknown): readonly string[] {
    if (Array.isArray(value) && value.every((member) => this.#values.includes(member))) return this.#keep(value)
    throw new ValueError(
      this.#place,
      value,
      `must be an array of ${this.#values.map((member) => `'${member}'`).join(', ')}`,
    )
  }

  toWire(value: unknown): Wire {
    return (value as readonly string[]).join(',')
  }

  fromWire(wire: Wire): readonly string[] {
    return this.#keep(wire === '' ? [] : (wire as string).split(','))
  }

  readRow(raw: unknown): Wire {
    const members = Array.isArray(raw) ? raw : raw === '' ? [] : typeof raw === 'string' ? raw.split(',') : undefined
    if (members?.every((member) => this.#values.includes(member))) return this.#keep(members).join(',')
    throw new RowError(this.#place, raw, `any of ${this.#values.map((member) => `'${member}'`).join(', ')}`)
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  #keep(members: readonly string[]): readonly string[] {
    return Object.freeze(this.#values.filter((member) => members.includes(member)))
  }
}
