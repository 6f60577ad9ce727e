import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIAGNOSTIC_CODES, formatDiagnostic } from '../../codegen/diagnostics/index.js'
import { generate } from '../../codegen/generate.js'

/**
 * A folder of test/golden is a case: its schema files, what is generated from them in `expected/`, and what is said of
 * them in `stderr.txt`. The wording is part of the contract. `GOLDEN=update` writes what is seen now.
 */
const ROOT = 'test/golden'
const CASES = readdirSync(ROOT).sort()

function run(name: string): { readonly files: ReadonlyMap<string, string>; readonly stderr: string } {
  const folder = join(ROOT, name)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('expected'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  const { files, diagnostics } = generate({ sources, out: 'expected', origin: 'schemas' })
  const stderr = diagnostics.map((found) => formatDiagnostic(found, texts.get(found.range.file), { color: false }))
  return {
    files: new Map(files.map(({ path, text }) => [path, text])),
    stderr: stderr.map((text) => `${text}\n`).join('\n'),
  }
}

function read(name: string): ReturnType<typeof run> {
  const folder = join(ROOT, name)
  const names = readdirSync(folder).includes('expected') ? readdirSync(join(folder, 'expected')) : []
  return {
    files: new Map(names.map((file) => [`expected/${file}`, readFileSync(join(folder, 'expected', file), 'utf8')])),
    stderr: readdirSync(folder).includes('stderr.txt') ? readFileSync(join(folder, 'stderr.txt'), 'utf8') : '',
  }
}

function write(name: string, { files, stderr }: ReturnType<typeof run>): void {
  const folder = join(ROOT, name)
  rmSync(join(folder, 'expected'), { recursive: true, force: true })
  rmSync(join(folder, 'stderr.txt'), { force: true })
  if (files.size > 0) mkdirSync(join(folder, 'expected'))
  for (const [path, text] of files) writeFileSync(join(folder, path), text)
  if (stderr !== '') writeFileSync(join(folder, 'stderr.txt'), stderr)
}

describe('golden cases', () => {
  test.each(CASES)('%s', (name) => {
    const seen = run(name)
    if (process.env.GOLDEN === 'update') write(name, seen)
    expect(seen).toEqual(read(name))
  })

  test('every code has a case of its name that shows it', () => {
    const unseen = Object.keys(DIAGNOSTIC_CODES).filter((code) => {
      const name = CASES.find((candidate) => candidate.startsWith(code.toLowerCase()))
      return name === undefined || !read(name).stderr.includes(code)
    })
    expect(unseen).toEqual([])
  })
})
