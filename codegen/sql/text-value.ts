import type { ColumnType } from '../model/index.js'

/**
 * The value of a column out of its text. Most types take text as it is and refuse what they cannot read, as a
 * single-row statement would. The others are cast, because text would mean another value to them (the digits of a bit
 * column would be its bytes, '0' is the year 2000) or because `IF(text, column)` is text and a float would lose digits.
 */
export function fromText(type: ColumnType, text: string): string {
  switch (type.kind) {
    case 'float':
    case 'double':
      return `${text} + 0e0`
    case 'bit':
    case 'year':
      return `CAST(${text} AS UNSIGNED)`
    case 'binary':
    case 'varbinary':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
      return `FROM_BASE64(${text})`
    default:
      return text
  }
}

export function isNumeric(type: ColumnType): boolean {
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'float':
    case 'double':
      return true
    default:
      return false
  }
}

/** A column and an amount; NULL counts as 0. Exact for integers and decimals: text would be added as a double. */
export function plus(column: string, type: ColumnType, text: string): string {
  const base = `COALESCE(${column}, 0)`
  switch (type.kind) {
    case 'float':
    case 'double':
      return `${base} + ${text}`
    case 'decimal':
      return `${base} + CAST(${text} AS DECIMAL(65,${type.scale}))`
    default:
      return `${base} + CAST(${text} AS DECIMAL(65,0))`
  }
}
