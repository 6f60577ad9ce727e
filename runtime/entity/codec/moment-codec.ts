import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import { momentText, normaliseMoment } from './calendar.js'
import type { Codec, SqlParameter, Wire } from './codec.js'

/** Milliseconds and wire text of the first and the last moment of a column type, without and with decimals. */
export interface MomentRange {
  readonly min: string
  readonly max: string
}

export const DATETIME_RANGE: MomentRange = { min: '0001-01-01 00:00:00', max: '9999-12-31 23:59:59.999999' }
export const TIMESTAMP_RANGE: MomentRange = { min: '1970-01-01 00:00:01', max: '2038-01-19 03:14:07.999999' }

/** Both codecs of DATETIME and TIMESTAMP can say the current time. */
export interface MomentCodec extends Codec {
  /** `now` as it travels, cut to the column's precision. */
  now(now: Date): Wire
}

const EXPECTED = 'a moment in UTC'
const ROW_REMEDY = "set the driver's option dateStrings or timezone 'Z'; zero dates must be NULL"

/** DATETIME and TIMESTAMP up to 3 decimals: `Date`. */
export class DateMomentCodec implements MomentCodec {
  readonly plain = false
  readonly mutable = true
  readonly #place: ColumnPlace
  readonly #precision: number
  readonly #range: MomentRange
  readonly #minMs: number
  readonly #maxMs: number
  /** Milliseconds that the column can tell apart. */
  readonly #stepMs: number
  /** Characters of the wire form. */
  readonly #width: number
  /** Rows that are flushed together often have the same time. */
  #lastMs = Number.NaN
  #lastText = ''

  constructor(place: ColumnPlace, precision: number, range: MomentRange) {
    this.#place = place
    this.#precision = precision
    this.#range = range
    this.#minMs = toMs(range.min)
    this.#maxMs = toMs(range.max.slice(0, 23))
    this.#stepMs = 10 ** (3 - precision)
    this.#width = precision === 0 ? 19 : 20 + precision
  }

  accept(value: unknown): Date {
    if (!(value instanceof Date)) throw new ValueError(this.#place, value, 'must be a Date')
    const ms = value.getTime()
    if (!(ms >= this.#minMs && ms <= this.#maxMs)) {
      throw new ValueError(
        this.#place,
        value,
        `must be a valid Date from ${this.#range.min} to ${this.#range.max.slice(0, 19)} UTC`,
      )
    }
    if (this.#stepMs > 1 && ms % this.#stepMs !== 0) {
      throw new ValueError(
        this.#place,
        value,
        `has finer fractions of a second than the column keeps (${this.#precision} decimals)`,
        `round it: new Date(Math.floor(ms / ${this.#stepMs}) * ${this.#stepMs}), or declare the column with 3 decimals`,
      )
    }
    return value
  }

  toWire(value: unknown): Wire {
    return this.#text(this.accept(value).getTime())
  }

  fromWire(wire: Wire): Date {
    return new Date(toMs(wire as string))
  }

  readRow(raw: unknown): Wire {
    const text =
      raw instanceof Date && Number.isFinite(raw.getTime())
        ? normaliseMoment(raw.toISOString(), this.#precision)
        : typeof raw === 'string'
          ? normaliseMoment(raw, this.#precision)
          : undefined
    if (text !== undefined) return text
    throw new RowError(this.#place, raw, EXPECTED, ROW_REMEDY)
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  now(now: Date): Wire {
    return this.#text(now.getTime())
  }

  #text(ms: number): string {
    if (ms !== this.#lastMs) {
      this.#lastText = momentText(ms).slice(0, this.#width)
      this.#lastMs = ms
    }
    return this.#lastText
  }
}

/** DATETIME and TIMESTAMP above 3 decimals: `string` in UTC, kept with all its decimals. */
export class TextMomentCodec implements MomentCodec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace
  readonly #precision: number
  readonly #range: MomentRange

  constructor(place: ColumnPlace, precision: number, range: MomentRange) {
    this.#place = place
    this.#precision = precision
    this.#range = range
  }

  accept(value: unknown): string {
    const text = typeof value === 'string' ? normaliseMoment(value, this.#precision) : undefined
    if (text !== undefined && text >= this.#range.min && text <= this.#range.max) return text
    throw new ValueError(
      this.#place,
      value,
      `must be text in UTC as YYYY-MM-DD HH:MM:SS with at most ${this.#precision} decimals, from ${this.#range.min} to ${this.#range.max}`,
    )
  }

  toWire(value: unknown): Wire {
    return value as string
  }

  fromWire(wire: Wire): string {
    return wire as string
  }

  readRow(raw: unknown): Wire {
    const text = raw instanceof Date && Number.isFinite(raw.getTime()) ? raw.toISOString() : raw
    const moment = typeof text === 'string' ? normaliseMoment(text, this.#precision) : undefined
    if (moment !== undefined) return moment
    throw new RowError(this.#place, raw, EXPECTED, ROW_REMEDY)
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }

  now(now: Date): Wire {
    return momentText(now.getTime()).padEnd(20 + this.#precision, '0')
  }
}

export function isMoment(codec: Codec): codec is MomentCodec {
  return 'now' in codec
}

/** Milliseconds of wire text in UTC. */
function toMs(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`)
}
