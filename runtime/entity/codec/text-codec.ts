import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import { type CharacterSet, characterSet } from './character-set.js'
import type { Codec, SqlParameter, Wire } from './codec.js'
import { isWellFormed } from './well-formed.js'

/** How long a text may be, and what the column does to its end. */
export interface TextForm {
  readonly max: number
  readonly unit: 'characters' | 'bytes'
  /** CHAR drops trailing spaces. */
  readonly trailingSpaces: 'kept' | 'dropped'
  readonly charset: string
}

/** CHAR, VARCHAR and the TEXT types: `string`. A character is a code point, as in MySQL. */
export class TextCodec implements Codec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #max: number
  readonly #form: TextForm
  readonly #charset: CharacterSet

  constructor(place: ColumnPlace, form: TextForm) {
    this.#place = place
    this.#max = form.max
    this.#form = form
    this.#charset = characterSet(form.charset)
  }

  accept(value: unknown): string {
    if (typeof value !== 'string') throw new ValueError(this.#place, value, 'must be a string')
    if (!isWellFormed(value)) throw new ValueError(this.#place, value, 'holds half a surrogate pair, which is no text')
    if (!this.#charset.holds(value)) {
      throw new ValueError(
        this.#place,
        value,
        `holds a character that ${this.#form.charset} lacks`,
        'give the table charset utf8mb4',
      )
    }
    if (this.#form.unit === 'bytes' ? value.length * 3 > this.#max : value.length > this.#max) this.#checkLength(value)
    if (this.#form.trailingSpaces === 'dropped' && value.endsWith(' ')) {
      throw new ValueError(
        this.#place,
        value,
        'ends in spaces, which CHAR drops',
        'trim it, or declare the column as varchar',
      )
    }
    return value
  }

  toWire(value: unknown): Wire {
    return value as string
  }

  fromWire(wire: Wire): string {
    return wire as string
  }

  readRow(raw: unknown): Wire {
    if (typeof raw === 'string') return raw
    if (raw instanceof Uint8Array) return Buffer.from(raw).toString('utf8')
    throw new RowError(this.#place, raw, 'text')
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  #checkLength(value: string): void {
    const { unit, max } = this.#form
    const length = unit === 'bytes' ? this.#charset.bytes(value) : countCharacters(value)
    if (length > max) throw new ValueError(this.#place, value, `must be at most ${max} ${unit} long and has ${length}`)
  }
}

function countCharacters(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit < 0xdc00) index++
    count++
  }
  return count
}
