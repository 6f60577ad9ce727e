import { RowError } from '../errors/row-error.js'
import { type ColumnPlace, ValueError } from '../errors/value-error.js'
import { isDay } from './calendar.js'
import type { Codec, SqlParameter, Wire } from './codec.js'

/** DATE: `string` as 2024-02-29, from year 0001 to 9999. */
export class DateCodec implements Codec {
  readonly plain = true
  readonly mutable = false
  readonly #place: ColumnPlace

  constructor(place: ColumnPlace) {
    this.#place = place
  }

  accept(value: unknown): string {
    if (typeof value === 'string' && isDay(value)) return value
    throw new ValueError(this.#place, value, 'must be a day that exists, written YYYY-MM-DD')
  }

  toWire(value: unknown): Wire {
    return value as string
  }

  fromWire(wire: Wire): string {
    return wire as string
  }

  readRow(raw: unknown): Wire {
    const text = raw instanceof Date ? midnight(raw) : raw
    if (typeof text === 'string' && isDay(text)) return text
    throw new RowError(this.#place, raw, 'a day', "set the driver's option dateStrings, or let it use timezone 'Z'")
  }

  toParameter(wire: Wire): SqlParameter {
    return wire
  }
}

/** The day that a driver meant which gives DATE as midnight: in UTC, else in the time zone of this process. */
function midnight(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined
  if (date.getTime() % 86_400_000 === 0) return date.toISOString().slice(0, 10)
  if (date.getHours() !== 0 || date.getMinutes() !== 0 || date.getSeconds() !== 0) return undefined
  const local = new Date(0)
  local.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate())
  return local.toISOString().slice(0, 10)
}
