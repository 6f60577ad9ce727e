import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import { amountAsBigint, amountAsNumber } from './amount.js'
import type { NumericCodec, SqlParameter, Wire } from './codec.js'
import { integerToWire, readInteger } from './read-integer.js'

/** How a column of 64-bit integers reads. */
interface Representation {
  readonly expected: string
  /** The integer, or undefined where the value is no such thing. */
  parse(value: unknown): bigint | undefined
  keep(value: bigint): unknown
}

const REPRESENTATIONS = {
  bigint: {
    expected: 'a bigint',
    parse: (value) =>
      typeof value === 'bigint'
        ? value
        : typeof value === 'number' && Number.isSafeInteger(value)
          ? BigInt(value)
          : undefined,
    keep: (value) => value,
  },
  number: {
    expected: 'a safe integer',
    parse: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined),
    keep: Number,
  },
  string: {
    expected: 'decimal digits',
    parse: (value) => (typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : undefined),
    keep: String,
  },
} as const satisfies Record<string, Representation>

/** BIGINT: `bigint`, or `number` and `string` where the schema says so. */
export class BigintCodec implements NumericCodec {
  readonly plain: boolean
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #as: Representation
  readonly #min: bigint
  readonly #max: bigint
  /** The part of the range in which a number is exact: comparing numbers takes no bigint. */
  readonly #minNumber: number
  readonly #maxNumber: number

  constructor(
    place: ColumnPlace,
    range: { readonly min: bigint; readonly max: bigint },
    as: keyof typeof REPRESENTATIONS,
  ) {
    this.plain = as === 'number'
    this.#place = place
    this.#as = REPRESENTATIONS[as]
    const safe = BigInt(Number.MAX_SAFE_INTEGER)
    this.#min = as === 'number' && range.min < -safe ? -safe : range.min
    this.#max = as === 'number' && range.max > safe ? safe : range.max
    this.#minNumber = Number(this.#min < -safe ? -safe : this.#min)
    this.#maxNumber = Number(this.#max > safe ? safe : this.#max)
  }

  accept(value: unknown): unknown {
    const integer = this.#as.parse(value)
    if (integer !== undefined && integer >= this.#min && integer <= this.#max) {
      return typeof value === 'bigint' ? value : this.#as.keep(integer)
    }
    throw new ValueError(this.#place, value, `must be ${this.#as.expected} from ${this.#min} to ${this.#max}`)
  }

  toWire(value: unknown): Wire {
    if (typeof value === 'number') return value
    return integerToWire(typeof value === 'bigint' ? value : BigInt(value as string))
  }

  fromWire(wire: Wire): unknown {
    return this.#as.keep(BigInt(wire))
  }

  readRow(raw: unknown): Wire {
    if (typeof raw === 'number' && Number.isInteger(raw) && raw >= this.#minNumber && raw <= this.#maxNumber)
      return raw === 0 ? 0 : raw
    const integer = readInteger(raw)
    if (integer !== undefined && integer >= this.#min && integer <= this.#max) return integerToWire(BigInt(integer))
    throw new RowError(
      this.#place,
      raw,
      `an integer from ${this.#min} to ${this.#max}`,
      'numbers beyond 2^53 need the driver options supportBigNumbers and bigNumberStrings',
    )
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  amount(by: unknown): unknown {
    return this.plain ? amountAsNumber(this.#place, by, 'integer') : this.#as.keep(amountAsBigint(this.#place, by))
  }

  sum(left: unknown, right: unknown): unknown {
    return this.#as.keep(BigInt(left as bigint) + BigInt(right as bigint))
  }
}
