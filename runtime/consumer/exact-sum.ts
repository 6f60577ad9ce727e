import type { WireValue } from '../event/unit.js'

/** Sums two amounts without rounding; NULL counts as 0, as in the statements. Integers and decimals only. */
export function exactSum(a: WireValue, b: WireValue): WireValue {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b
  const left = scaled(a)
  const right = scaled(b)
  const scale = Math.max(left.scale, right.scale)
  const sum = left.digits * 10n ** BigInt(scale - left.scale) + right.digits * 10n ** BigInt(scale - right.scale)
  return decimalText(sum, scale)
}

function scaled(value: WireValue): { digits: bigint; scale: number } {
  if (value === null) return { digits: 0n, scale: 0 }
  const [whole, fraction = ''] = String(value).split('.')
  return { digits: BigInt(`${whole}${fraction}`), scale: fraction.length }
}

function decimalText(digits: bigint, scale: number): string {
  if (scale === 0) return String(digits)
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}
