import type { ColumnType, LiteralValue } from '../model/index.js'
import type { LiveDatabase, LiveDefault } from './live.js'
import { readTextLiteral, unescapeExpression } from './sql-literal.js'

/** The default behind `COLUMN_DEFAULT`, which MySQL prints bare and MariaDB as it would stand in a statement. */
export function readDefault(
  printed: string | undefined,
  extra: string,
  type: ColumnType | undefined,
  server: LiveDatabase['server'],
): LiveDefault | undefined {
  if (printed === undefined || (server === 'mariadb' && printed === 'NULL')) return undefined
  if (/^(current_timestamp|now)(\(\d*\))?$/i.test(printed)) return { kind: 'value', value: { now: true } }
  const isBare = server === 'mysql' && !extra.includes('DEFAULT_GENERATED')
  const sql = server === 'mysql' && !isBare ? unescapeExpression(printed) : printed
  const text = isBare ? printed : readTextLiteral(sql)
  const value = readValue(text ?? sql, text !== undefined, type)
  return value === undefined ? { kind: 'expression', sql } : { kind: 'value', value: { value } }
}

/** Undefined where the text is no value of the type. */
function readValue(text: string, quoted: boolean, type: ColumnType | undefined): LiteralValue | undefined {
  switch (type?.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'year':
    case 'float':
    case 'double':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
    case 'bigint':
      return /^-?\d+$/.test(text) ? BigInt(text) : undefined
    case 'bit':
      return readBits(text)
    case 'bool':
      return text === '0' || text === '1' ? text === '1' : undefined
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined
    case 'set':
      return quoted ? (text === '' ? [] : text.split(',')) : undefined
    case 'json':
      return quoted ? readJson(text) : undefined
    case 'char':
    case 'varchar':
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
    case 'enum':
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return quoted ? text : undefined
    default:
      return undefined
  }
}

function readBits(text: string): bigint | undefined {
  const digits = /^b'([01]+)'$/.exec(text)?.[1]
  return digits === undefined ? undefined : BigInt(`0b${digits}`)
}

function readJson(text: string): LiteralValue | undefined {
  try {
    return JSON.parse(text) as LiteralValue
  } catch {
    return undefined
  }
}
