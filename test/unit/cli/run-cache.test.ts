import { expect, test } from 'vitest'
import { RunCache } from '../../../cli/generate/run-cache.js'
import { EMIT_DEFAULTS } from '../../../codegen/emit/options.js'
import { generate } from '../../../codegen/generate.js'
import { CliProject } from '../../support/cli.js'

const source = (length: number) => ({
  path: 'schemas/user.ts',
  text: `import { defineEntity, id, varchar } from 'orm-gen/schema'
export const User = defineEntity('users', { id: id(), name: varchar(${length}) })
`,
})

async function ranOnce(): Promise<CliProject> {
  const project = new CliProject()
  await project.write({ 'node_modules/x': '', 'schemas/user.ts': source(80).text })
  await project.run()
  return project
}

const find = (project: CliProject, length = 80, out: string = EMIT_DEFAULTS.out) =>
  new RunCache([source(length)], { ...EMIT_DEFAULTS, out }, project.folder).find()

test('a run whose inputs and outputs are as the last one left them is recalled', async () => {
  using project = await ranOnce()
  expect(find(project)).toEqual({ paths: ['generated/index.ts', 'generated/user.ts'], diagnostics: [] })
})

test('a changed schema, option, output, or one more generated file is not', async () => {
  using project = await ranOnce()
  expect(find(project, 81)).toBeUndefined()
  expect(find(project, 80, 'other')).toBeUndefined()
  const { files } = generate({ sources: [source(80)] })
  await project.write({ 'generated/old.ts': files[0]?.text ?? '' })
  expect(find(project)).toBeUndefined()
  await project.write({ 'generated/old.ts': '// mine\n' })
  expect(find(project)).toBeDefined()
  await project.write({ 'generated/user.ts': `${await project.read('generated/user.ts')}\n` })
  expect(find(project)).toBeUndefined()
})

test('warnings are shown again by a run that was recalled', async () => {
  using project = new CliProject()
  await project.write({
    'node_modules/x': '',
    'schemas/log.ts': `import { defineEntity, id } from 'orm-gen/schema'
export const Log = defineEntity('logs', { id: id() }, { charset: 'latin1' })
`,
  })
  const first = await project.run()
  const second = await project.run()
  expect(first.stderr).toContain('warning ORM1073')
  expect(second.stderr).toBe(first.stderr)
})

test('a constant that changes in another file is noticed by the next run', async () => {
  using project = new CliProject()
  const limits = (length: number) => ({ 'schemas/limits.ts': `export const LENGTH = ${length}\n` })
  await project.write({
    'node_modules/x': '',
    'schemas/user.ts': `import { defineEntity, id, varchar } from 'orm-gen/schema'
import { LENGTH } from './limits.js'
export const User = defineEntity('users', { id: id(), name: varchar(LENGTH) })
`,
    ...limits(80),
  })
  await project.run()
  await project.write(limits(81))
  expect((await project.run('--check')).exitCode).toBe(3)
  await project.run()
  expect(await project.read('generated/user.ts')).toContain('length: 81')
})

test('a damaged record costs a run its time, nothing else', async () => {
  using project = await ranOnce()
  const [record] = await project.list('node_modules/.cache/orm-gen')
  await project.write({ [`node_modules/.cache/orm-gen/${record}`]: '{' })
  expect(find(project)).toBeUndefined()
  expect((await project.run()).stdout).toBe('generated: 2 unchanged\n')
})
