import { expect, test } from 'vitest'
import { ExampleProject } from '../support/example-project.js'

test('the tests of an application pass on servers of their own choice', { timeout: 180_000 }, async () => {
  await using example = await ExampleProject.open('testing-an-app')
  const said = await example.run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--no-color'])
  expect(said).toMatch(/Tests +3 passed \(3\)/)
})
