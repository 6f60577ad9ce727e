import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import { fitFraction } from './calendar.js'
import type { Codec, SqlParameter, Wire } from './codec.js'

const TIME = /^(-?)(\d{2,3}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/
const MAX_HOURS = 838

/** TIME(p): `string` from -838:59:59 to 838:59:59, kept with exactly p decimals: `12:30` becomes `12:30:00.000`. */
export class TimeCodec implements Codec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #precision: number

  constructor(place: ColumnPlace, precision: number) {
    this.#place = place
    this.#precision = precision
  }

  accept(value: unknown): string {
    const text = this.#normalise(value)
    if (text !== undefined) return text
    throw new ValueError(
      this.#place,
      value,
      `must be a time from -838:59:59 to 838:59:59 with at most ${this.#precision} decimals, written HH:MM:SS`,
    )
  }

  toWire(value: unknown): Wire {
    return value as string
  }

  fromWire(wire: Wire): string {
    return wire as string
  }

  readRow(raw: unknown): Wire {
    const text = this.#normalise(raw)
    if (text !== undefined) return text
    throw new RowError(this.#place, raw, 'a time as HH:MM:SS')
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  #normalise(value: unknown): string | undefined {
    const match = typeof value === 'string' ? TIME.exec(value) : null
    if (match === null) return undefined
    const [, sign, hours, minutes, seconds = '00', decimals = ''] = match as unknown as [
      string,
      string,
      string,
      string,
      string?,
      string?,
    ]
    const fraction = fitFraction(decimals, this.#precision)
    if (fraction === undefined || Number(hours) > MAX_HOURS) return undefined
    const text = `${hours.length === 3 && hours.startsWith('0') ? hours.slice(1) : hours}:${minutes}:${seconds}${fraction}`
    if (text.startsWith('838:59:59') && /[1-9]/.test(fraction)) return undefined
    return sign === '-' && /[1-9]/.test(text) ? `-${text}` : text
  }
}
