import fc from 'fast-check'
import type { ColumnType } from '../../../runtime/entity/table.js'

/** A type with values to try on it: many that fit, many just beside, all of the TypeScript type that users give. */
export interface ColumnCase {
  readonly type: ColumnType
  /** utf8mb4 when absent. */
  readonly charset?: string
  readonly values: fc.Arbitrary<unknown>
  /** `type`: what we refuse the server may take, for the column's SQL type is wider than its meaning. */
  readonly refusals?: 'type'
}

const INTEGERS = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 } as const

function around(...edges: readonly bigint[]): fc.Arbitrary<bigint> {
  return fc.oneof(...edges.map((edge) => fc.bigInt({ min: edge - 3n, max: edge + 3n })), fc.constant(0n))
}

function integerCases(): readonly ColumnCase[] {
  return Object.entries(INTEGERS).flatMap(([kind, bits]) => {
    const max = 2n ** BigInt(bits)
    const values = fc.oneof(around(max, max / 2n, -max / 2n), fc.bigInt({ min: -max, max }))
    const asNumber = fc.oneof(
      values.map(Number),
      fc.double(),
      fc.constantFrom(-0, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER),
    )
    const given = kind === 'bigint' ? values : asNumber
    return [{}, { unsigned: true }].map((sign) => ({ type: { kind, ...sign } as ColumnType, values: given }))
  })
}

const bigintCases: readonly ColumnCase[] = [
  {
    type: { kind: 'bigint', as: 'number' },
    values: fc.oneof(fc.maxSafeInteger(), around(BigInt(Number.MAX_SAFE_INTEGER)).map(Number)),
    refusals: 'type',
  },
  { type: { kind: 'bigint', unsigned: true, as: 'string' }, values: around(2n ** 64n, 2n ** 53n).map(String) },
]

function digits(max: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: max })
}

function decimalText(precision: number, scale: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom('', '-', '+'), digits(precision - scale + 1), fc.option(digits(scale + 1)))
    .map(([sign, whole, fraction]) => sign + whole + (fraction === null ? '' : `.${fraction}`))
}

function decimalCase(precision: number, scale: number, sign: { readonly unsigned?: true } = {}): ColumnCase {
  const values = fc.oneof(
    decimalText(precision, scale),
    fc.constantFrom('', '.', '-0', '1e2', 'abc', '00012', '5.', '.5'),
  )
  return { type: { kind: 'decimal', precision, scale, ...sign }, values }
}

const doubles = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 0.1 + 0.2, 1e21),
)
const floats = fc.oneof(doubles, fc.float(), fc.constantFrom(16_777_217, 3.4028234663852886e38, 3.5e38, 1e-45, 0.1))

const characters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '😀', 'e\u0301', 'ß', '\0', "'", '\\', '"', '\n', '%', '?', '\u{10ffff}'),
    maxLength: 8,
  }),
  fc.constantFrom('', ' ', 'abc  ', '😀😀😀😀😀', '\ud83d', '\udc00x', '👨‍👩‍👧', '中文字符測', '\u00a0 ', 'a\t '),
)

function bytesOf(max: number): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.uint8Array({ maxLength: max + 1 }),
    fc.constantFrom(new Uint8Array(), Uint8Array.of(0), Uint8Array.of(0, 0, 0, 0), Uint8Array.of(1, 0)),
  )
}

const textNear = (max: number) =>
  fc.tuple(fc.constantFrom('a', 'é', '中', '😀'), fc.integer({ min: -2, max: 2 })).map(([letter, more]) => {
    const size = Buffer.byteLength(letter)
    return letter.repeat(Math.max(0, Math.floor(max / size) + more))
  })

const two = (number: number) => String(number).padStart(2, '0')
const days = fc
  .tuple(
    fc.constantFrom(1, 4, 99, 1000, 1582, 1900, 1970, 2000, 2024, 2038, 9999),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
  )
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`)
const fractions = fc.oneof(
  fc.constant(''),
  digits(6).map((text) => (text === '' ? '' : `.${text}`)),
  fc.constantFrom('.5', '.999999', '.000001'),
)
const times = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.constantFrom('00', '07', '23', '24', '99', '100', '837', '838', '839'),
    fc.integer({ min: 0, max: 61 }),
    fc.integer({ min: 0, max: 61 }),
    fractions,
  )
  .map(([sign, hours, minutes, seconds, fraction]) => `${sign}${hours}:${two(minutes)}:${two(seconds)}${fraction}`)
const clocks = fc
  .tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 7, 59), fractions)
  .map(([hours, minutes, seconds, fraction]) => `${two(hours)}:${two(minutes)}:${two(seconds)}${fraction}`)
const moments = fc.tuple(days, clocks).map(([day, clock]) => `${day} ${clock}`)
const edgeTexts = fc.constantFrom(
  '1970-01-01 00:00:01.000000',
  '1970-01-01 00:00:00',
  '2038-01-19 03:14:07.999999',
  '2038-01-19 03:14:08',
  '9999-12-31 23:59:59.999999',
  '0001-01-01 00:00:00',
)
const edgeMs = [
  '1970-01-01T00:00:01.000Z',
  '2038-01-19T03:14:07.999Z',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00.000Z',
].map(Date.parse)
const dates = fc.oneof(
  fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') }),
  fc.date({ min: new Date('1969-12-31T00:00:00Z'), max: new Date('2038-01-20T00:00:00Z') }),
  fc.tuple(fc.constantFrom(...edgeMs), fc.integer({ min: -3, max: 3 })).map(([ms, more]) => new Date(ms + more)),
  fc.date().map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000)),
)

function momentCases(kind: 'datetime' | 'timestamp'): readonly ColumnCase[] {
  return [0, 2, 3, 4, 6].map((precision) => ({
    type: { kind, precision },
    values: precision <= 3 ? dates : fc.oneof(moments, edgeTexts),
  }))
}

const members = ['a', 'B', 'é', 'with space', '1'] as const

const narrow = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'é', 'ß', '€', 'Ž', '\x81', '\x9d', '\x80', '\xff', 'Ā', '中', '😀', '\u02c6'),
    maxLength: 4,
  }),
  fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
)

/** Texts in charsets that cannot hold every character. */
export const NARROW_CASES: readonly ColumnCase[] = ['utf8mb3', 'latin1', 'ascii'].flatMap((charset): ColumnCase[] => [
  { type: { kind: 'varchar', length: 5 }, charset, values: narrow },
  { type: { kind: 'tinytext' }, charset, values: fc.oneof(textNear(255), textNear(510), narrow) },
])

export const COLUMN_CASES: readonly ColumnCase[] = [
  ...integerCases(),
  ...bigintCases,
  decimalCase(5, 2),
  decimalCase(65, 30),
  decimalCase(10, 0, { unsigned: true }),
  { type: { kind: 'float' }, values: floats },
  { type: { kind: 'double' }, values: doubles },
  { type: { kind: 'double', unsigned: true }, values: doubles },
  { type: { kind: 'bool' }, values: fc.boolean() },
  ...[1, 8, 10, 53, 64].map(
    (length): ColumnCase => ({
      type: { kind: 'bit', length },
      values: around(2n ** BigInt(length), 2n ** BigInt(length - 1)),
    }),
  ),
  { type: { kind: 'char', length: 5 }, values: characters },
  { type: { kind: 'varchar', length: 5 }, values: characters },
  { type: { kind: 'varchar', length: 255 }, values: fc.oneof(textNear(255), textNear(1020)) },
  { type: { kind: 'tinytext' }, values: textNear(255) },
  { type: { kind: 'text' }, values: fc.oneof(characters, textNear(65_535)) },
  { type: { kind: 'mediumtext' }, values: characters },
  { type: { kind: 'longtext' }, values: characters },
  { type: { kind: 'binary', length: 4 }, values: bytesOf(4) },
  { type: { kind: 'varbinary', length: 4 }, values: bytesOf(4) },
  { type: { kind: 'tinyblob' }, values: fc.oneof(bytesOf(4), fc.uint8Array({ minLength: 250, maxLength: 260 })) },
  { type: { kind: 'blob' }, values: bytesOf(40) },
  {
    type: { kind: 'date' },
    values: fc.oneof(days, fc.constantFrom('0000-00-00', '2024-02-30', '2023-02-29', '2000-02-29')),
  },
  ...[0, 3, 6].map((precision): ColumnCase => ({ type: { kind: 'time', precision }, values: times })),
  { type: { kind: 'year' }, values: fc.integer({ min: -1, max: 2200 }) },
  ...momentCases('datetime'),
  ...momentCases('timestamp'),
  {
    type: { kind: 'enum', values: members },
    values: fc.oneof(fc.constantFrom(...members), fc.constantFrom('A', 'b', 'É', 'a ', '', '2', 'c')),
  },
  {
    type: { kind: 'set', values: members },
    values: fc.array(fc.constantFrom(...members, 'A', 'c', ''), { maxLength: 6 }),
  },
  {
    type: { kind: 'json' },
    values: fc.oneof(
      fc.jsonValue(),
      fc.anything(),
      fc.constantFrom(9_007_199_254_740_994, 1e21, 5e-324, '\0', [undefined], { a: undefined }, new Date(0)),
    ),
  },
  {
    type: { kind: 'uuid' },
    values: fc.oneof(
      fc.uuid(),
      fc.uuid().map((text) => text.toUpperCase()),
      fc.constantFrom('', 'abc'),
    ),
    refusals: 'type',
  },
]
