import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('no file, export or package is without use', { timeout: 240_000 }, async () => {
  const knip = promisify(execFile)('node_modules/.bin/knip', ['--no-progress'])
  expect(
    await knip.then(
      () => '',
      ({ stdout, stderr }) => `${stdout}${stderr}`,
    ),
  ).toBe('')
})
