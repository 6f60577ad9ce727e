import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import type { NumericCodec, SqlParameter, Wire } from './codec.js'

const DECIMAL = /^([+-]?)0*(\d*)(?:\.(\d*))?$/

export interface DecimalForm {
  readonly precision: number
  readonly scale: number
  readonly unsigned: boolean
}

/** DECIMAL(p, s): `string`, kept as MySQL writes it, with all its decimals: `'1.5'` becomes `'1.50'` when it is set. */
export class DecimalCodec implements NumericCodec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #form: DecimalForm

  constructor(place: ColumnPlace, form: DecimalForm) {
    this.#place = place
    this.#form = form
  }

  accept(value: unknown): string {
    const text = typeof value === 'string' ? this.#normalise(value) : undefined
    if (text !== undefined) return text
    throw new ValueError(this.#place, value, `must be decimal text that fits ${this.#type()}`)
  }

  toWire(value: unknown): Wire {
    return value as string
  }

  fromWire(wire: Wire): string {
    return String(wire)
  }

  readRow(raw: unknown): Wire {
    const text = this.#normalise(typeof raw === 'number' || typeof raw === 'bigint' ? String(raw) : raw)
    if (text !== undefined) return text
    throw new RowError(this.#place, raw, `a value of ${this.#type()}`)
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  amount(by: unknown): string {
    const text = typeof by === 'number' || typeof by === 'bigint' ? this.#normalise(String(by)) : undefined
    if (text !== undefined && Number(by) >= 1) return text
    throw new ValueError(this.#place, by, `can only be incremented by 1 or more, within ${this.#type()}`)
  }

  sum(left: unknown, right: unknown): string {
    const { scale } = this.#form
    const total = unscaled(left as string) + unscaled(right as string)
    const digits = String(total < 0n ? -total : total).padStart(scale + 1, '0')
    const point = digits.length - scale
    return `${total < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
  }

  /** Undefined where the text is no number, or would lose digits. */
  #normalise(value: unknown): string | undefined {
    const match = typeof value === 'string' ? DECIMAL.exec(value) : null
    if (match === null) return undefined
    const { precision, scale, unsigned } = this.#form
    const whole = match[2] as string
    const written = match[3] ?? ''
    if (whole === '' && written === '' && !/\d/.test(value as string)) return undefined
    const fraction = written.replace(/0+$/, '')
    if (whole.length > precision - scale || fraction.length > scale) return undefined
    const negative = match[1] === '-' && (whole !== '' || fraction !== '')
    if (negative && unsigned) return undefined
    return `${negative ? '-' : ''}${whole === '' ? '0' : whole}${scale === 0 ? '' : `.${fraction.padEnd(scale, '0')}`}`
  }

  #type(): string {
    const { precision, scale, unsigned } = this.#form
    return `DECIMAL(${precision}, ${scale})${unsigned ? ' UNSIGNED' : ''}`
  }
}

function unscaled(text: string): bigint {
  return BigInt(text.replace('.', ''))
}
