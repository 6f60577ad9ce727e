import { expect, test } from 'vitest'
import { Generator } from '../../codegen/generator.js'

const user = {
  path: 'schemas/user.ts',
  text: `import { defineEntity, id, varchar } from 'orm-gen/schema'
import { LENGTH } from './shared/limits.js'
export const User = defineEntity('users', { id: id(), name: varchar(LENGTH) })
`,
}
const team = {
  path: 'schemas/team.ts',
  text: `import { defineEntity, id } from 'orm-gen/schema'
export const Team = defineEntity('teams', { id: id() })
`,
}
const limits = (length: string) => ({ path: 'schemas/shared/limits.ts', text: `export const LENGTH = ${length}\n` })

function run(generator: Generator, ...sources: { path: string; text: string }[]) {
  const { files, diagnostics } = generator.generate([user, team, ...sources])
  const find = (name: string) => files.find(({ path }) => path === `generated/${name}.ts`)
  return { user: find('user'), team: find('team'), diagnostics: diagnostics.map(({ message }) => message) }
}

test('a file is read again when a constant changes that it imports, and no other file is', () => {
  const generator = new Generator()
  const first = run(generator, limits('80'))
  expect(first.user?.text).toContain('length: 80')
  const second = run(generator, limits('81'))
  expect(second.user?.text).toContain('length: 81')
  expect(second.team).toBe(first.team)
  expect(run(generator, limits('81')).user).toBe(second.user)
})

test('a file is read again when what it imports appears, goes and stops being a constant', () => {
  const generator = new Generator()
  const missing = /`LENGTH` cannot be read .*"\.\/shared\/limits\.js" is not among the schema files/
  expect(run(generator).diagnostics).toEqual([expect.stringMatching(missing)])
  expect(run(generator, limits('80')).user?.text).toContain('length: 80')
  expect(run(generator, limits('Math.random()')).diagnostics).toEqual([expect.stringContaining('`Math.random()`')])
  expect(run(generator).diagnostics).toEqual([expect.stringMatching(missing)])
})

test('what reaches a constant through other files follows them all', () => {
  const generator = new Generator()
  const through = { path: 'schemas/shared/limits.ts', text: "export { SIZE as LENGTH } from '../sizes.js'\n" }
  const size = (length: number) => ({ path: 'schemas/sizes.ts', text: `const SIZE = ${length}\nexport { SIZE }\n` })
  expect(run(generator, through, size(5)).user?.text).toContain('length: 5')
  expect(run(generator, through, size(6)).user?.text).toContain('length: 6')
})
