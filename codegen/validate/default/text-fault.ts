import type { LiteralValue } from '../../model/index.js'
import type { Fault } from './fault.js'

const TEXT_BYTES = { tinytext: 255, text: 65_535, mediumtext: 16_777_215, longtext: 4_294_967_295 } as const

export function characterFault(kind: 'char' | 'varchar', length: number, value: LiteralValue): Fault {
  if (typeof value !== 'string') return 'must be a text'
  if ([...value].length > length) return `must have at most ${length} characters`
  return kind === 'char' && value.endsWith(' ') ? 'must not end with a space, which char drops' : undefined
}

export function textFault(kind: keyof typeof TEXT_BYTES, value: LiteralValue): Fault {
  if (typeof value !== 'string') return 'must be a text'
  return Buffer.byteLength(value) > TEXT_BYTES[kind] ? `must have at most ${TEXT_BYTES[kind]} bytes` : undefined
}

export function enumFault(members: readonly string[], value: LiteralValue): Fault {
  return typeof value === 'string' && members.includes(value) ? undefined : `must be one of ${quote(members)}`
}

export function setFault(members: readonly string[], value: LiteralValue): Fault {
  const fits =
    Array.isArray(value) &&
    value.every((member) => typeof member === 'string' && members.includes(member)) &&
    new Set(value).size === value.length
  return fits ? undefined : `must be an array of ${quote(members)}, each at most once`
}

const quote = (members: readonly string[]) => members.map((member) => `'${member}'`).join(', ')

export function jsonFault(value: LiteralValue): Fault {
  if (typeof value === 'string') return 'must be an object, an array, a number or a boolean'
  return holdsBigint(value) ? 'must not hold a bigint, which JSON does not have' : undefined
}

function holdsBigint(value: LiteralValue): boolean {
  if (typeof value === 'bigint') return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsBigint)
}
