import { expect, test, vi } from 'vitest'
import { CliProject } from '../../support/cli.js'

const schema = (name: string, column: string) => `import { defineEntity, id, varchar } from 'orm-gen/schema'

export const ${name} = defineEntity('${name.toLowerCase()}s', { id: id(), ${column} })
`

test('a watcher follows changes, new files and removals, and lives through errors', async () => {
  using project = new CliProject()
  await project.write({
    'schemas/user.ts': schema('User', 'name: varchar(80)'),
    'schemas/team.ts': schema('Team', 'name: varchar(80)'),
  })
  const said = (text: string) => vi.waitFor(() => expect(project.output).toContain(text), 20_000)
  const run = project.run('--watch')
  await said('watching schemas')
  expect(await project.list('generated')).toEqual(['index.ts', 'team.ts', 'user.ts'])
  const team = await project.read('generated/team.ts')

  await project.write({ 'schemas/user.ts': schema('User', 'name: varchar(81)') })
  await said('generated/user.ts (')
  expect(await project.read('generated/user.ts')).toContain('length: 81')

  await project.write({ 'schemas/user.ts': schema('User', 'name: varchar()') })
  await said('error ORM1012')
  expect(await project.read('generated/user.ts')).toContain('length: 81')

  await project.write({
    'schemas/user.ts': schema('User', 'name: varchar(82)'),
    'schemas/order.ts': schema('Order', 'number: varchar(9)'),
  })
  await vi.waitFor(async () => expect(await project.list('generated')).toContain('order.ts'), 20_000)
  await vi.waitFor(async () => expect(await project.read('generated/user.ts')).toContain('length: 82'), 20_000)

  await project.write({ 'generated/page.ts': '// mine\n', 'schemas/page.ts': schema('Page', 'url: varchar(9)') })
  await said('generated/page.ts was not written by orm-gen')
  await project.write({ 'schemas/page.ts': '', 'schemas/order.ts': '' })
  await vi.waitFor(async () => expect(await project.list('generated')).not.toContain('order.ts'), 20_000)
  expect(await project.read('generated/page.ts')).toBe('// mine\n')
  expect(await project.read('generated/team.ts')).toBe(team)

  const imported = `import { LENGTH } from './limits.js'\n${schema('User', 'name: varchar(LENGTH)')}`
  await project.write({ 'schemas/limits.ts': 'export const LENGTH = 83\n', 'schemas/user.ts': imported })
  await vi.waitFor(async () => expect(await project.read('generated/user.ts')).toContain('length: 83'), 20_000)
  await project.write({ 'schemas/limits.ts': 'export const LENGTH = 84\n' })
  await vi.waitFor(async () => expect(await project.read('generated/user.ts')).toContain('length: 84'), 20_000)

  project.interrupt()
  expect((await run).exitCode).toBe(130)
})
