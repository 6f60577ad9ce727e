import type { Column, CommonMethod } from './column.js'
import { build } from './recorder.js'

type Writable = CommonMethod | 'default' | 'generatedAs'
type Integer = Writable | 'unsigned'
type BigInteger = Integer | 'asNumber' | 'asString' | 'version'
type Temporal = Writable | 'defaultNow' | 'onUpdateNow'

/** TINYINT: -128 to 127; `number`. */
export const tinyint = (): Column<number, Integer> => build()
/** SMALLINT: -32,768 to 32,767; `number`. */
export const smallint = (): Column<number, Integer> => build()
/** MEDIUMINT: -8,388,608 to 8,388,607; `number`. */
export const mediumint = (): Column<number, Integer> => build()
/** INT: -2^31 to 2^31 - 1; `number`. */
export const int = (): Column<number, Integer> => build()
/** BIGINT: -2^63 to 2^63 - 1; `bigint`, unless `.asNumber()` or `.asString()`. */
export const bigint = (): Column<bigint, BigInteger> => build()

/** DECIMAL(precision, scale): exact, at most 65 digits, at most 30 after the point; `string`. */
export const decimal = (_precision: number, _scale: number): Column<string, Writable | 'unsigned'> => build()
/** FLOAT: 4 bytes, about 7 digits; `number`. */
export const float = (): Column<number, Writable | 'unsigned'> => build()
/** DOUBLE: 8 bytes, as numbers of JavaScript; `number`. */
export const double = (): Column<number, Writable | 'unsigned'> => build()
/** TINYINT(1); `boolean`. */
export const bool = (): Column<boolean, Writable> => build()
/** BIT(length), 1 to 64 bits; `bigint`. */
export const bit = (_length: number): Column<bigint, Writable> => build()

/** CHAR(length), up to 255 characters; trailing spaces do not survive; `string`. */
export const char = (_length: number): Column<string, Writable> => build()
/** VARCHAR(length), in characters; `string`. */
export const varchar = (_length: number): Column<string, Writable> => build()
/** TINYTEXT: up to 255 bytes; `string`. */
export const tinytext = (): Column<string, Writable> => build()
/** TEXT: up to 65,535 bytes; `string`. */
export const text = (): Column<string, Writable> => build()
/** MEDIUMTEXT: up to 16 MiB; `string`. */
export const mediumtext = (): Column<string, Writable> => build()
/** LONGTEXT: up to 4 GiB; `string`. */
export const longtext = (): Column<string, Writable> => build()

/** BINARY(length), up to 255 bytes; shorter values are refused, for MySQL would pad them; `Uint8Array`. */
export const binary = (_length: number): Column<Uint8Array, Exclude<Writable, 'default'>> => build()
/** VARBINARY(length), in bytes; `Uint8Array`. */
export const varbinary = (_length: number): Column<Uint8Array, Exclude<Writable, 'default'>> => build()
/** TINYBLOB: up to 255 bytes; `Uint8Array`. */
export const tinyblob = (): Column<Uint8Array, Exclude<Writable, 'default'>> => build()
/** BLOB: up to 65,535 bytes; `Uint8Array`. */
export const blob = (): Column<Uint8Array, Exclude<Writable, 'default'>> => build()
/** MEDIUMBLOB: up to 16 MiB; `Uint8Array`. */
export const mediumblob = (): Column<Uint8Array, Exclude<Writable, 'default'>> => build()
/** LONGBLOB: up to 4 GiB; `Uint8Array`. */
export const longblob = (): Column<Uint8Array, Exclude<Writable, 'default'>> => build()

/** DATE; `string` as `2024-02-29`. */
export const date = (): Column<string, Writable> => build()
/** YEAR: 1901 to 2155; `number`. */
export const year = (): Column<number, Writable> => build()
/** TIME(precision): -838:59:59 to 838:59:59, 3 decimals unless said; `string`. */
export const time = (_precision?: Precision): Column<string, Writable> => build()

/** Decimals of a second. */
export type Precision = 0 | 1 | 2 | 3 | 4 | 5 | 6
/** `Date` holds milliseconds: finer columns are text, so that no microsecond is lost. */
type Moment<P extends Precision> = P extends 0 | 1 | 2 | 3 ? Date : string

/** DATETIME(precision), in UTC, 3 decimals unless said; `Date`, above 3 decimals `string`. */
export const datetime = <P extends Precision = 3>(_precision?: P): Column<Moment<P>, Temporal, 'softDelete'> => build()
/** TIMESTAMP(precision), 1970 to 2038, 3 decimals unless said; `Date`, above 3 decimals `string`. */
export const timestamp = <P extends Precision = 3>(_precision?: P): Column<Moment<P>, Temporal, 'softDelete'> => build()

/** ENUM; a union of the values. */
export const enumOf = <const V extends readonly [string, ...string[]]>(..._values: V): Column<V[number], Writable> =>
  build()
/** SET: any number of the values; a readonly array of their union. */
export const setOf = <const V extends readonly [string, ...string[]]>(
  ..._values: V
): Column<readonly V[number][], Writable> => build()
/** JSON; `T`, which is yours to promise: values are not checked against it. */
export const json = <T = unknown>(): Column<T, Exclude<Writable, 'unique' | 'index' | 'primary'>> => build()

/** CHAR(36) in ASCII; `string`. As a primary key it is a UUIDv7 made at construction. */
export const uuid = (): Column<string, Exclude<Writable, 'default'>> => build()
/** BIGINT UNSIGNED primary key from a durable sequence, known as soon as `flushLazy` has resolved; `bigint`. */
export const id = (): Column<bigint, 'autoIncrement' | 'column' | 'comment' | 'renamedFrom'> => build()

type Reference = Exclude<CommonMethod, never> | 'onDelete' | 'onUpdate' | 'noForeignKey' | 'default'

/**
 * A reference to another entity's single-column key. The property `team` becomes the column `team_id` with the key
 * property `teamId`; nothing is loaded behind the scenes. `target` is read, never called: `() => Team`.
 */
export const ref = (_target: () => void): Column<bigint | string | number, Exclude<Reference, 'default'>> => build()
