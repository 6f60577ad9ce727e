import { type ColumnPlace, ValueError } from '../errors/value-error.js'

const RULE = 'can only be incremented by 1 or more'

/** An amount for a column of whole numbers: a bigint, or a number without fraction, at least 1. */
export function amountAsBigint(place: ColumnPlace, by: unknown): bigint {
  if (typeof by === 'bigint' && by >= 1n) return by
  if (typeof by === 'number' && Number.isSafeInteger(by) && by >= 1) return BigInt(by)
  throw new ValueError(place, by, `${RULE}, in whole numbers`)
}

/** An amount for a column that reads as `number`; whole unless the column keeps fractions. */
export function amountAsNumber(place: ColumnPlace, by: unknown, kind: 'integer' | 'fraction'): number {
  if (kind === 'integer') {
    const whole = amountAsBigint(place, by)
    if (whole <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(whole)
  } else {
    const amount = typeof by === 'bigint' ? Number(by) : by
    if (typeof amount === 'number' && amount >= 1 && Number.isFinite(amount)) return amount
  }
  throw new ValueError(place, by, RULE)
}
