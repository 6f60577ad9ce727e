import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ENGINE_DEFAULTS } from '../../../runtime/config/options.js'

test('docs/configuration.md shows every option with its default', () => {
  const text = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8')
  const block = [...text.matchAll(/```yaml\n(options:\n[^`]*)```/g)].map(([, yaml]) => yaml!)

  expect(block).toHaveLength(1)
  expect(parse(block[0]!).options).toEqual(ENGINE_DEFAULTS)
})
