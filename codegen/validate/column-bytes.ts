import type { ColumnType, EntityModel } from '../model/index.js'

/** Bytes a character can take; unknown charsets count as one, so that nothing is refused by mistake. */
const BYTES_PER_CHARACTER: Readonly<Record<string, number>> = {
  utf8mb4: 4,
  utf16: 4,
  utf16le: 4,
  utf32: 4,
  gb18030: 4,
  utf8mb3: 3,
  utf8: 3,
  ucs2: 2,
}

export function bytesPerCharacter({ charset }: Pick<EntityModel, 'charset'>): number {
  return BYTES_PER_CHARACTER[charset] ?? 1
}

const INTEGER_BYTES = { tinyint: 1, smallint: 2, mediumint: 3, int: 4, bigint: 8 } as const
/** What a row keeps of values that are stored elsewhere. */
const POINTER_BYTES = { tiny: 9, plain: 10, medium: 11, long: 12 } as const
const DIGITS_PER_WORD = 9
const BYTES_OF_DIGITS = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4] as const

/** Bytes of a column in a key, its values at their longest. */
export function keyBytes(type: ColumnType, entity: Pick<EntityModel, 'charset'>): number {
  switch (type.kind) {
    case 'char':
    case 'varchar':
      return type.length * bytesPerCharacter(entity)
    case 'binary':
    case 'varbinary':
      return type.length
    default:
      return rowBytes(type, entity)
  }
}

/** Bytes that a column counts for in the limit of a row. */
export function rowBytes(type: ColumnType, entity: Pick<EntityModel, 'charset'>): number {
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
      return INTEGER_BYTES[type.kind]
    case 'decimal':
      return digitBytes(type.precision - type.scale) + digitBytes(type.scale)
    case 'float':
      return 4
    case 'double':
      return 8
    case 'bool':
    case 'year':
      return 1
    case 'bit':
      return Math.ceil(type.length / 8)
    case 'char':
      return type.length * bytesPerCharacter(entity)
    case 'varchar':
      return withLength(type.length * bytesPerCharacter(entity))
    case 'binary':
      return type.length
    case 'varbinary':
      return withLength(type.length)
    case 'tinytext':
    case 'tinyblob':
      return POINTER_BYTES.tiny
    case 'text':
    case 'blob':
      return POINTER_BYTES.plain
    case 'mediumtext':
    case 'mediumblob':
      return POINTER_BYTES.medium
    case 'longtext':
    case 'longblob':
    case 'json':
      return POINTER_BYTES.long
    case 'date':
      return 3
    case 'time':
      return 3 + Math.ceil(type.precision / 2)
    case 'datetime':
      return 5 + Math.ceil(type.precision / 2)
    case 'timestamp':
      return 4 + Math.ceil(type.precision / 2)
    case 'enum':
      return type.values.length > 255 ? 2 : 1
    case 'set':
      return type.values.length > 32 ? 8 : Math.ceil(type.values.length / 8)
    case 'uuid':
      return 36
  }
}

const withLength = (bytes: number) => bytes + (bytes > 255 ? 2 : 1)

const digitBytes = (digits: number) =>
  Math.floor(digits / DIGITS_PER_WORD) * 4 + (BYTES_OF_DIGITS[digits % DIGITS_PER_WORD] ?? 0)
