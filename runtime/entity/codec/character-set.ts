/** What a charset of MySQL can hold. */
export interface CharacterSet {
  /** False where MySQL would refuse the text; always true for charsets that are not known here. */
  holds(text: string): boolean
  /** Bytes that the text takes. */
  bytes(text: string): number
}

/** Windows-1252 fills most of what ISO 8859-1 leaves to control characters, and MySQL's latin1 is Windows-1252. */
const WINDOWS_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
const LATIN1 = new RegExp(`^[\\0-\\x7f\\x81\\x8d\\x8f\\x90\\x9d\\xa0-\\xff${WINDOWS_1252}]*$`)
/** No surrogates: characters of 16 bits. */
const BASIC_PLANE = /^[\0-\ud7ff\ue000-\uffff]*$/

const UTF8: CharacterSet = { holds: () => true, bytes: (text) => Buffer.byteLength(text) }
const BASIC_UTF8: CharacterSet = { holds: (text) => BASIC_PLANE.test(text), bytes: (text) => Buffer.byteLength(text) }

const KNOWN: ReadonlyMap<string, CharacterSet> = new Map([
  ['utf8mb4', UTF8],
  ['utf8mb3', BASIC_UTF8],
  ['utf8', BASIC_UTF8],
  ['latin1', { holds: (text) => LATIN1.test(text), bytes: (text) => text.length }],
  ['ascii', { holds: (text) => Buffer.byteLength(text) === text.length, bytes: (text) => text.length }],
])

export function characterSet(name: string): CharacterSet {
  return KNOWN.get(name) ?? UTF8
}
