import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface ErrorClass {
  readonly name: string
  readonly code: string
}

const sources = ['runtime', 'cli', 'testing'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path)),
)

const errors = sources.flatMap((path): ErrorClass[] =>
  [...readFileSync(path, 'utf8').matchAll(/class (\w+Error) extends [^{]*\{[^}]*?readonly code = '(ORM\d+)'/g)].map(
    ([, name, code]) => ({ name: name!, code: code! }),
  ),
)

test('every error class has a code of its own', () => {
  expect(errors.length).toBeGreaterThan(20)
  expect(errors.map(({ code }) => code).sort()).toEqual([...new Set(errors.map(({ code }) => code))].sort())
})

test('docs/errors.md has an entry for every error class', () => {
  const headings = new Set(readFileSync('docs/errors.md', 'utf8').match(/^## .*$/gm))
  expect(errors.map(({ code, name }) => `## ${code} ${name}`).filter((heading) => !headings.has(heading))).toEqual([])
})
