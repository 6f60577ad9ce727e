import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Wire } from './codec/index.js'
import type { Column } from './column.js'

/** Below these a random value might be another row's. */
const MIN_TEXT_LENGTH = 12
const MIN_BYTES = 8
const MIN_DIGITS = 10

const INT_MAX = 2 ** 31 - 1
/** `randomInt` chooses among at most 2^48. */
const MAX_DIGITS = 14

/**
 * A value for the moment in which a row must have none of its unique values: NULL where that is allowed, else a random
 * one out of so many that no other row will have it. Undefined where the type has too few, or a foreign key would refuse
 * it.
 */
export function placeholderWire(column: Column): Wire | null | undefined {
  const { type, references } = column.definition
  if (column.nullable) return null
  if (references?.foreignKey) return undefined
  switch (type.kind) {
    case 'int':
      return randomInt(INT_MAX >> 1, INT_MAX)
    case 'bigint':
      return randomInt(2 ** 52 - 2 ** 47, 2 ** 52)
    case 'decimal':
      return decimalText(type.precision - type.scale)
    case 'char':
    case 'varchar':
      return type.length < MIN_TEXT_LENGTH ? undefined : randomBytes(16).toString('hex').slice(0, type.length)
    case 'binary':
    case 'varbinary':
      return type.length < MIN_BYTES ? undefined : randomBytes(Math.min(type.length, 16)).toString('base64')
    case 'uuid':
      return randomUUID()
    default:
      return undefined
  }
}

function decimalText(wholeDigits: number): string | undefined {
  if (wholeDigits < MIN_DIGITS) return undefined
  const digits = Math.min(wholeDigits, MAX_DIGITS)
  return String(randomInt(10 ** (digits - 1), 10 ** digits))
}
