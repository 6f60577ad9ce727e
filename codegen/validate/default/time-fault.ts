import type { LiteralValue } from '../../model/index.js'
import type { Fault } from './fault.js'

/** The first and the last second that TIMESTAMP holds. */
const TIMESTAMP_MIN = '1970-01-01 00:00:01'
const TIMESTAMP_MAX = '2038-01-19 03:14:07'

export function dateFault(value: LiteralValue): Fault {
  return typeof value === 'string' && isDay(value) ? undefined : "must be a date such as '2024-02-29'"
}

export function timeFault(precision: number, value: LiteralValue): Fault {
  const parts = typeof value === 'string' ? /^-?(\d{2,3}):([0-5]\d):([0-5]\d)(?:\.(\d+))?$/.exec(value) : null
  if (parts === null || Number(parts[1]) > 838) return "must be a time such as '09:30:00', up to 838:59:59"
  return (parts[4]?.length ?? 0) <= precision ? undefined : `must have at most ${precision} decimals`
}

export function momentFault(kind: 'datetime' | 'timestamp', precision: number, value: LiteralValue): Fault {
  const form = /^(\d{4}-\d\d-\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d+))?$/
  const text = typeof value === 'string' ? value : ''
  const [, day = '', decimals = ''] = form.exec(text) ?? []
  if (!isDay(day)) return "must be a moment in UTC such as '2024-02-29 09:30:00'"
  if (decimals.length > precision) return `must have at most ${precision} decimals`
  const seconds = text.slice(0, TIMESTAMP_MAX.length)
  const fits = kind === 'datetime' || (seconds >= TIMESTAMP_MIN && seconds <= TIMESTAMP_MAX)
  return fits ? undefined : `must be from ${TIMESTAMP_MIN} to ${TIMESTAMP_MAX}`
}

/** Whether `text` is a day of the calendar as `2024-02-29`, from the year 1 on. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith('0000')) return false
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}
