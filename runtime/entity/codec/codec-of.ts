import type { ColumnType } from '../table.js'
import { BigintCodec } from './bigint-codec.js'
import { BinaryCodec } from './binary-codec.js'
import { BitCodec } from './bit-codec.js'
import { BoolCodec } from './bool-codec.js'
import type { Codec, ColumnPlace } from './codec.js'
import { DateCodec } from './date-codec.js'
import { DecimalCodec } from './decimal-codec.js'
import { EnumCodec } from './enum-codec.js'
import { FloatCodec } from './float-codec.js'
import { IntegerCodec } from './integer-codec.js'
import { JsonCodec } from './json-codec.js'
import { DATETIME_RANGE, DateMomentCodec, TextMomentCodec, TIMESTAMP_RANGE } from './moment-codec.js'
import { SetCodec } from './set-codec.js'
import { TextCodec } from './text-codec.js'
import { TimeCodec } from './time-codec.js'
import { UuidCodec } from './uuid-codec.js'
import { YearCodec } from './year-codec.js'

const INTEGER_BITS = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 } as const
const MAX_BYTES = {
  tinytext: 255,
  text: 65_535,
  mediumtext: 16_777_215,
  longtext: 4_294_967_295,
  tinyblob: 255,
  blob: 65_535,
  mediumblob: 16_777_215,
  longblob: 4_294_967_295,
} as const

/** The codec of a column of this type; `place` names the column in errors, `charset` is that of texts. */
export function codecOf(type: ColumnType, place: ColumnPlace, charset: string): Codec {
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int': {
      const { min, max } = integerRange(type)
      return new IntegerCodec(place, Number(min), Number(max))
    }
    case 'bigint':
      return new BigintCodec(place, integerRange(type), type.as ?? 'bigint')
    case 'decimal':
      return new DecimalCodec(place, { ...type, unsigned: type.unsigned ?? false })
    case 'float':
    case 'double':
      return new FloatCodec(place, { bytes: type.kind === 'float' ? 4 : 8, unsigned: type.unsigned ?? false })
    case 'bool':
      return new BoolCodec(place)
    case 'bit':
      return new BitCodec(place, type.length)
    case 'char':
      return new TextCodec(place, { max: type.length, unit: 'characters', trailingSpaces: 'dropped', charset })
    case 'varchar':
      return new TextCodec(place, { max: type.length, unit: 'characters', trailingSpaces: 'kept', charset })
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
      return new TextCodec(place, { max: MAX_BYTES[type.kind], unit: 'bytes', trailingSpaces: 'kept', charset })
    case 'binary':
      return new BinaryCodec(place, { max: type.length, length: 'fixed' })
    case 'varbinary':
      return new BinaryCodec(place, { max: type.length, length: 'variable' })
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
      return new BinaryCodec(place, { max: MAX_BYTES[type.kind], length: 'variable' })
    case 'date':
      return new DateCodec(place)
    case 'year':
      return new YearCodec(place)
    case 'time':
      return new TimeCodec(place, type.precision)
    case 'datetime':
    case 'timestamp': {
      const range = type.kind === 'datetime' ? DATETIME_RANGE : TIMESTAMP_RANGE
      const Moment = type.precision <= 3 ? DateMomentCodec : TextMomentCodec
      return new Moment(place, type.precision, range)
    }
    case 'enum':
      return new EnumCodec(place, type.values)
    case 'set':
      return new SetCodec(place, type.values)
    case 'json':
      return new JsonCodec(place)
    case 'uuid':
      return new UuidCodec(place)
  }
}

function integerRange(type: { readonly kind: keyof typeof INTEGER_BITS; readonly unsigned?: true }): {
  min: bigint
  max: bigint
} {
  const bits = BigInt(INTEGER_BITS[type.kind])
  return type.unsigned ? { min: 0n, max: 2n ** bits - 1n } : { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }
}
