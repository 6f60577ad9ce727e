const NUMBER = new Intl.NumberFormat('en-US')
/** 4.2, 958, 1.3K */
const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })

export const number = (value) => NUMBER.format(Math.round(value))
export const short = (value) => SHORT.format(value)
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`
export const UNKNOWN = '–'

export function duration(ms) {
  const seconds = ms / 1000
  if (seconds < 1) return `${Math.round(ms)} ms`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** MySQL's UTC text in the reader's own time; the day only where it is not today. */
export function time(utc) {
  const date = new Date(`${utc.replace(' ', 'T')}Z`)
  if (Number.isNaN(date.getTime())) return utc
  const isToday = date.toDateString() === new Date().toDateString()
  return date.toLocaleString('en-GB', isToday ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'medium' })
}

export function value(raw) {
  return typeof raw === 'string' ? raw : JSON.stringify(raw)
}
