import { expect, test } from 'vitest'
import { type CodeEntry, DIAGNOSTIC_CODES } from '../../codegen/diagnostics/index.js'
import { managedSection } from '../support/managed-section.js'

const entry = ([code, { name, severity, cause, remedy }]: readonly [string, CodeEntry]) =>
  `\n## ${code} ${name}\n\n${severity === 'warning' ? 'Warning. ' : ''}${cause}\n\n${remedy}\n`

test('docs/errors.md has an entry for every diagnostic, as the table of codes says it', () => {
  const expected = `${Object.entries(DIAGNOSTIC_CODES).map(entry).join('')}\n`
  expect(managedSection('docs/errors.md', 'diagnostics', expected)).toBe(expected)
})
