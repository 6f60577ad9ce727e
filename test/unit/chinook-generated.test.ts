import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generate } from '../../codegen/index.js'
import { readSchemas } from '../chinook/read-schemas.js'

test('the generated modules of Chinook are those of its schemas', () => {
  const { files, diagnostics } = generate({
    sources: readSchemas(),
    out: 'test/chinook/generated',
    origin: 'test/chinook/schemas',
  })
  expect(diagnostics).toEqual([])
  for (const { path, text } of files) expect(readFileSync(path, 'utf8'), path).toBe(text)
  expect(files).toHaveLength(12)
})
