import type { ColumnModel, ColumnType, DefaultValue } from '../model/index.js'
import type { LiveColumn } from './live.js'

/** Whether a column of the database fills in what the schema says. A default that no schema can say may stand. */
export function sameDefault(column: ColumnModel, live: LiveColumn): boolean {
  const wanted = column.default === undefined ? 'none' : canonicalDefault(column.default, column.type)
  if (live.default === undefined) return wanted === 'none'
  if (live.default.kind === 'expression') return wanted === 'none'
  return wanted === canonicalDefault(live.default.value, column.type)
}

/** One text for defaults that mean the same to the type: `1.5` and `1.50` to a DECIMAL(10,2). */
function canonicalDefault(given: DefaultValue, type: ColumnType): string {
  if ('now' in given) return 'now'
  const { value } = given
  if (value === null) return 'none'
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
    case 'bit':
      return `value ${BigInt(value as string | number | bigint)}`
    case 'bool':
    case 'year':
    case 'float':
    case 'double':
      return `value ${Number(value)}`
    case 'decimal':
      return `value ${decimal(String(value), type.scale)}`
    case 'time':
    case 'datetime':
    case 'timestamp':
      return `value ${String(value)
        .replace(/(\.\d*?)0*$/, '$1')
        .replace(/\.$/, '')}`
    case 'set': {
      const members = Array.isArray(value) ? value.map(String) : String(value).split(',')
      return `value ${type.values.filter((member) => members.includes(member)).join(',')}`
    }
    case 'json':
      return `value ${JSON.stringify(sorted(value))}`
    default:
      return `value ${String(value)}`
  }
}

function decimal(text: string, scale: number): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)0*(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  const digits = `${whole || '0'}.${fraction.padEnd(scale, '0')}`
  return /^[0.]*$/.test(digits) ? digits : sign + digits
}

/** MySQL orders the members of an object its own way. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  )
}

/** Servers print expressions with quotes, parentheses, charsets and spaces of their own. */
export function sameExpression(a: string, b: string): boolean {
  return canonicalExpression(a) === canonicalExpression(b)
}

function canonicalExpression(expression: string): string {
  return expression
    .replace(/_(utf8mb4|utf8mb3|utf8|latin1|ascii|binary)(?=\\?')/g, '')
    .replace(/[`()\s]/g, '')
    .toLowerCase()
}

/** `utf8` is an older name of `utf8mb3`. */
export function canonicalCharset(charset: string): string {
  return charset === 'utf8' ? 'utf8mb3' : charset
}

export function canonicalCollation(collation: string): string {
  return collation.replace(/^utf8_/, 'utf8mb3_')
}
