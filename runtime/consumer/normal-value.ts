import type { ColumnType } from '../entity/table.js'

/**
 * The form in which two values of a column count as the same for ordering, or undefined where only the database knows:
 * strings compare by collation, and 'ß' equals 'ss' in some. Equal in MySQL implies equal here.
 */
export type Normalise = (value: number | string) => number | string | undefined

/** Printable ASCII: alike under every utf8mb4 collation once case, trailing spaces and a few letters are folded. */
const SIMPLE_TEXT = /^[\x20-\x7e]*$/
/** Such text in which nothing is to be folded, as most is. */
const FOLDED_TEXT = /^(?:[!-@[-ikl-uwxz{-~ ]*[!-@[-ikl-uwxz{-~])?$/

const exact: Normalise = (value) => value

const foldedText: Normalise = (value) => {
  const text = String(value)
  if (FOLDED_TEXT.test(text)) return text
  if (!SIMPLE_TEXT.test(text)) return undefined
  // Lithuanian collations take i and y for one letter, Roman ones i and j, u and v.
  return text.trimEnd().toLowerCase().replaceAll('j', 'i').replaceAll('y', 'i').replaceAll('v', 'u')
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
