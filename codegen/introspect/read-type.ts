import type { ColumnType } from '../model/index.js'
import { readMembers } from './sql-literal.js'

/** The facts beside a type's text that decide what it is. */
export interface TypeFacts {
  readonly charset: string | undefined
  readonly collation: string | undefined
  /** MariaDB keeps JSON as LONGTEXT under this check. */
  readonly checkedAsJson: boolean
}

/** The type behind `int(10) unsigned`. Undefined for one that a schema cannot have. */
export function readType(typeText: string, facts: TypeFacts): ColumnType | undefined {
  const [, kind = '', args, rest = ''] = /^(\w+)(?:\((.*)\))?(.*)$/s.exec(typeText) ?? []
  const sign = rest.includes('unsigned') ? { unsigned: true as const } : {}
  const length = Number(args)
  switch (kind) {
    case 'tinyint':
      return typeText === 'tinyint(1)' ? { kind: 'bool' } : { kind, ...sign }
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
      return { kind, ...sign }
    case 'decimal': {
      const [precision, scale] = (args ?? '10,0').split(',').map(Number)
      return { kind, precision: precision!, scale: scale ?? 0, ...sign }
    }
    case 'float':
    case 'double':
      return args === undefined ? { kind, ...sign } : undefined
    case 'char':
      return length === 36 && facts.charset === 'ascii' && facts.collation === 'ascii_bin'
        ? { kind: 'uuid' }
        : { kind, length }
    case 'bit':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return { kind, length }
    case 'longtext':
      return facts.checkedAsJson ? { kind: 'json' } : { kind }
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
    case 'date':
    case 'year':
    case 'json':
      return { kind }
    case 'time':
    case 'datetime':
    case 'timestamp':
      return { kind, precision: args === undefined ? 0 : length }
    case 'enum':
    case 'set':
      return { kind, values: readMembers(args ?? '') }
    default:
      return undefined
  }
}
