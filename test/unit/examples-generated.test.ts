import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generate } from '../../codegen/index.js'

const examples = readdirSync('examples').filter((name) => readdirSync(join('examples', name)).includes('schemas'))

test.each(examples)('the generated modules of examples/%s are those of its schemas', (name) => {
  const folder = join('examples', name)
  const sources = readdirSync(join(folder, 'schemas')).map((file) => ({
    path: `schemas/${file}`,
    text: readFileSync(join(folder, 'schemas', file), 'utf8'),
  }))
  const { files, diagnostics } = generate({ sources })
  expect(diagnostics).toEqual([])
  for (const { path, text } of files) expect(readFileSync(join(folder, path), 'utf8'), path).toBe(text)
  expect(files).toHaveLength(sources.length + 1)
})
