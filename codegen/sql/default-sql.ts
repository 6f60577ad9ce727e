import type { ColumnType, DefaultValue, LiteralValue } from '../model/index.js'
import { quoteText } from './quote.js'

/** What follows `DEFAULT`. Types that take no plain literal on MySQL get it as an expression, in parentheses. */
export function defaultSql(value: DefaultValue, type: ColumnType): string {
  if ('now' in value) return nowSql(type)
  const literal = literalSql(value.value, type)
  return literal !== 'NULL' && needsExpression(type) ? `(${literal})` : literal
}

function nowSql(type: ColumnType): string {
  switch (type.kind) {
    case 'datetime':
    case 'timestamp':
      return type.precision === 0 ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${type.precision})`
    default:
      throw new Error(`a ${type.kind} column cannot default to the current time`)
  }
}

function literalSql(value: LiteralValue, type: ColumnType): string {
  if (value === null) return 'NULL'
  if (type.kind === 'json') return quoteText(JSON.stringify(value))
  if (type.kind === 'bit') return `b'${BigInt(value as number | bigint).toString(2)}'`
  if (type.kind === 'set' && Array.isArray(value)) return quoteText(value.join(','))
  switch (typeof value) {
    case 'boolean':
      return value ? '1' : '0'
    case 'number':
    case 'bigint':
      return String(value)
    case 'string':
      return quoteText(value)
    case 'object':
      throw new Error(`a ${type.kind} column cannot default to a list or an object`)
  }
}

function needsExpression(type: ColumnType): boolean {
  switch (type.kind) {
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
    case 'json':
      return true
    default:
      return false
  }
}
