import type { ColumnModel, ColumnType, LiteralValue } from '../../model/index.js'
import type { Fault } from './fault.js'
import { bitFault, decimalFault, floatFault, integerFault, yearFault } from './number-fault.js'
import { characterFault, enumFault, jsonFault, setFault, textFault } from './text-fault.js'
import { dateFault, momentFault, timeFault } from './time-fault.js'

/** Why a column cannot hold `value` as its default. */
export function defaultFault(column: Pick<ColumnModel, 'type' | 'nullable'>, value: LiteralValue): Fault {
  if (value === null) return column.nullable ? undefined : 'must not be null: the column is not nullable'
  return typeFault(column.type, value)
}

function typeFault(type: ColumnType, value: LiteralValue): Fault {
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
      return integerFault(type, value)
    case 'bit':
      return bitFault(type.length, value)
    case 'decimal':
      return decimalFault(type, value)
    case 'float':
    case 'double':
      return floatFault(type, value)
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'char':
    case 'varchar':
      return characterFault(type.kind, type.length, value)
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
      return textFault(type.kind, value)
    case 'date':
      return dateFault(value)
    case 'time':
      return timeFault(type.precision, value)
    case 'year':
      return yearFault(value)
    case 'datetime':
    case 'timestamp':
      return momentFault(type.kind, type.precision, value)
    case 'enum':
      return enumFault(type.values, value)
    case 'set':
      return setFault(type.values, value)
    case 'json':
      return jsonFault(value)
    case 'binary':
    case 'varbinary':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
    case 'uuid':
      return `cannot be written for a ${type.kind} column`
  }
}
