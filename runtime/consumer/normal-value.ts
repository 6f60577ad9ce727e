import type { ColumnType } from '../entity/table.js'
import type { WireValue } from '../event/unit.js'

/**
 * The text under which two values of a column count as the same for ordering, or undefined where only the database
 * knows: strings compare by collation, and 'ß' equals 'ss' in some. Equal in MySQL implies equal here.
 */
export type Normalise = (value: WireValue) => string | undefined

/** Printable ASCII: alike under every utf8mb4 collation once case, trailing spaces and `SAME_LETTERS` are folded. */
const SIMPLE_TEXT = /^[\x20-\x7e]*$/

const exact: Normalise = (value) => String(value)

/** Lithuanian collations take i and y for one letter, Roman ones i and j, u and v. */
const SAME_LETTERS = { j: 'i', y: 'i', v: 'u' } as const

const foldedText: Normalise = (value) => {
  const text = String(value)
  if (!SIMPLE_TEXT.test(text)) return undefined
  return text
    .trimEnd()
    .toLowerCase()
    .replace(/[jyv]/g, (letter) => SAME_LETTERS[letter as keyof typeof SAME_LETTERS])
}

/** `1.50`, `1.5` and `+1.5` are one number; so are `12:00:00.000` and `12:00:00`. */
const withoutTrailingZeros: Normalise = (value) => {
  const text = String(value)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** Chooses by the column's type; whatever is not listed compares as the exact text that travels. */
export function normaliserOf(type: ColumnType): Normalise {
  switch (type.kind) {
    case 'char':
    case 'varchar':
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
    case 'enum':
    case 'set':
      return foldedText
    case 'decimal':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return withoutTrailingZeros
    case 'uuid':
      return (value) => String(value).toLowerCase()
    default:
      return exact
  }
}
