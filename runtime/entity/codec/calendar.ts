const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** True for a day that exists in the years 0001 to 9999, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const match = DATE.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const DAY_MS = 86_400_000
const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))

/** Milliseconds since 1970 as `YYYY-MM-DD HH:MM:SS.mmm` in UTC; years 0001 to 9999 only. */
export function momentText(ms: number): string {
  const day = Math.floor(ms / DAY_MS)
  const rest = ms - day * DAY_MS
  const seconds = Math.floor(rest / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const clock = `${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}`
  const fraction = rest - seconds * 1000
  return `${dayText(day)} ${clock}.${fraction < 100 ? '0' : ''}${TWO_DIGITS[fraction] ?? fraction}`
}

/**
 * Days since 1970 as `YYYY-MM-DD`, without a Date, which would take most of a flush's time. Counted from a first of March,
 * so that the leap day is the last of its year; 400 years have 146,097 days.
 */
function dayText(day: number): string {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const century = Math.floor(year / 100)
  return `${TWO_DIGITS[century]}${TWO_DIGITS[year - century * 100]}-${TWO_DIGITS[month]}-${TWO_DIGITS[dayOfMonth]}`
}

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?Z?$/

/**
 * `2024-02-29 12:00:00`, a T between and a Z behind allowed, with exactly `precision` decimals of a second; undefined
 * where there is no such moment or where decimals would be lost.
 */
export function normaliseMoment(text: string, precision: number): string | undefined {
  const match = MOMENT.exec(text)
  if (match === null) return undefined
  const [, day, clock, decimals = ''] = match as unknown as [string, string, string, string | undefined]
  const fraction = fitFraction(decimals, precision)
  if (fraction === undefined || !isDay(day) || !CLOCK.test(clock)) return undefined
  return `${day} ${clock}${fraction}`
}

/** `.` and exactly `precision` digits, '' for 0; undefined where a digit other than 0 would go. */
export function fitFraction(digits: string, precision: number): string | undefined {
  if (/[1-9]/.test(digits.slice(precision))) return undefined
  return precision === 0 ? '' : `.${digits.slice(0, precision).padEnd(precision, '0')}`
}
