import type { ColumnType, IntegerType, LiteralValue } from '../../model/index.js'
import type { Fault } from './fault.js'

const INTEGER_BITS = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 } as const
const FLOAT_MAX = 3.402823466e38

export function integerFault(type: IntegerType, value: LiteralValue): Fault {
  if (type.kind !== 'bigint') return typeof value === 'number' ? rangeFault(type, value) : 'must be a number'
  if (type.as === 'number') {
    if (typeof value !== 'number') return 'must be a number'
    return Number.isSafeInteger(value) ? rangeFault(type, value) : 'must be an integer that a number holds exactly'
  }
  if (type.as === 'string') {
    const isInteger = typeof value === 'string' && /^(?:0|-?[1-9]\d*)$/.test(value)
    return isInteger ? rangeFault(type, BigInt(value)) : 'must be the text of an integer'
  }
  return typeof value === 'bigint' ? rangeFault(type, value) : 'must be a bigint, such as 0n'
}

function rangeFault(type: IntegerType, value: number | bigint): Fault {
  const bits = BigInt(INTEGER_BITS[type.kind])
  const [min, max] = type.unsigned ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
  const isInteger = typeof value === 'bigint' || Number.isInteger(value)
  return isInteger && value >= min && value <= max ? undefined : `must be an integer from ${min} to ${max}`
}

export function bitFault(length: number, value: LiteralValue): Fault {
  if (typeof value !== 'bigint') return 'must be a bigint'
  return value >= 0n && value < 2n ** BigInt(length) ? undefined : `must have at most ${length} bits`
}

export function decimalFault(type: ColumnType & { readonly kind: 'decimal' }, value: LiteralValue): Fault {
  const parts = typeof value === 'string' ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) : null
  if (parts === null) return "must be the text of a decimal number, such as '0.00'"
  const [, sign, whole = '', fraction = ''] = parts
  if (sign === '-' && type.unsigned) return 'must not be negative'
  const integers = type.precision - type.scale
  const fits = whole.replace(/^0+/, '').length <= integers && fraction.length <= type.scale
  return fits ? undefined : `must have at most ${integers} digits before the point and ${type.scale} after it`
}

export function floatFault(
  type: { readonly kind: 'float' | 'double'; readonly unsigned?: true },
  value: LiteralValue,
): Fault {
  if (typeof value !== 'number') return 'must be a number'
  if (type.unsigned && value < 0) return 'must not be negative'
  return type.kind === 'float' && Math.abs(value) > FLOAT_MAX ? `must be at most ${FLOAT_MAX}` : undefined
}

export function yearFault(value: LiteralValue): Fault {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 1901 && value <= 2155
  return fits ? undefined : 'must be a year from 1901 to 2155'
}
