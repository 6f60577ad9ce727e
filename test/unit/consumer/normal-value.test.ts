import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliserOf } from '../../../runtime/consumer/normal-value.js'

const normal = normaliserOf({ kind: 'varchar', length: 100 })

/** What some collation takes for the same: letters of either case, i, j and y, u and v, and blanks at the end. */
function folded(text: string): string {
  const letters: Readonly<Record<string, string>> = { j: 'i', y: 'i', v: 'u' }
  return [...text.replace(/ +$/, '').toLowerCase()].map((letter) => letters[letter] ?? letter).join('')
}

test('texts of printable ASCII have the form that every collation agrees with', () => {
  const ascii = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) })
  fc.assert(fc.property(ascii, (text) => normal(text) === folded(text)))
  for (let code = 0x20; code <= 0x7e; code++) {
    const character = String.fromCharCode(code)
    for (const text of [character, `a${character}a`, `a${character}`]) expect(normal(text)).toBe(folded(text))
  }
})

test('only the database compares other texts', () => {
  for (const text of ['ß', 'a\n', 'é', 'a\u0000', '\u007f']) expect(normal(text)).toBeUndefined()
})
