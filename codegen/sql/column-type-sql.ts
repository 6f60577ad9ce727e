import type { ColumnType } from '../model/index.js'
import { quoteText } from './quote.js'

/** The type as `CREATE TABLE` says it, without charset: `VARCHAR(100)`, `BIGINT UNSIGNED`. */
export function columnTypeSql(type: ColumnType): string {
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
    case 'float':
    case 'double':
      return withSign(type.kind.toUpperCase(), type.unsigned)
    case 'decimal':
      return withSign(`DECIMAL(${type.precision},${type.scale})`, type.unsigned)
    case 'bool':
      return 'TINYINT(1)'
    case 'bit':
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return `${type.kind.toUpperCase()}(${type.length})`
    case 'time':
    case 'datetime':
    case 'timestamp':
      return type.precision === 0 ? type.kind.toUpperCase() : `${type.kind.toUpperCase()}(${type.precision})`
    case 'enum':
    case 'set':
      return `${type.kind.toUpperCase()}(${type.values.map(quoteText).join(',')})`
    case 'uuid':
      return 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin'
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
    case 'date':
    case 'year':
    case 'json':
      return type.kind.toUpperCase()
  }
}

/** Whether the column takes the charset of its table. */
export function hasCharset(type: ColumnType): boolean {
  switch (type.kind) {
    case 'char':
    case 'varchar':
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
    case 'enum':
    case 'set':
      return true
    default:
      return false
  }
}

function withSign(type: string, unsigned: true | undefined): string {
  return unsigned === true ? `${type} UNSIGNED` : type
}
