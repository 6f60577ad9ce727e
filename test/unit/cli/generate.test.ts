import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CliProject } from '../../support/cli.js'

const schema = (
  name: string,
  table: string,
  column = 'name: varchar(80)',
) => `import { defineEntity, id, varchar } from 'orm-gen/schema'

export const ${name} = defineEntity('${table}', { id: id(), ${column} })
`

async function shop(): Promise<CliProject> {
  const project = new CliProject()
  await project.write({ 'schemas/user.ts': schema('User', 'users'), 'schemas/team.ts': schema('Team', 'teams') })
  return project
}

test('generate writes a module for each entity and an index, and a second run finds nothing to do', async () => {
  using project = await shop()
  const first = await project.run()
  expect(first).toEqual({ exitCode: 0, stdout: 'generated: 3 written\n', stderr: '' })
  expect(await project.list('generated')).toEqual(['index.ts', 'team.ts', 'user.ts'])
  expect(await project.run('generate')).toEqual({ exitCode: 0, stdout: 'generated: 3 unchanged\n', stderr: '' })
})

test('a module whose entity is gone is removed, and a file of somebody else stays', async () => {
  using project = await shop()
  await project.run()
  await project.write({ 'generated/notes.ts': '// mine\n', 'schemas/team.ts': '' })
  const { stdout } = await project.run()
  expect(stdout).toBe('generated: 1 written, 1 removed, 1 unchanged\n')
  expect(await project.list('generated')).toEqual(['index.ts', 'notes.ts', 'user.ts'])
})

test('a file of somebody else in the way stops everything before anything is written', async () => {
  using project = await shop()
  await project.write({ 'generated/user.ts': '// mine\n' })
  const { exitCode, stderr } = await project.run()
  expect(exitCode).toBe(1)
  expect(stderr).toContain('generated/user.ts was not written by orm-gen')
  expect(stderr).toContain('ORM3002')
  expect(await project.list('generated')).toEqual(['user.ts'])
  expect(await project.read('generated/user.ts')).toBe('// mine\n')
})

test('all problems of all files are shown in one run, and the output stays as it was', async () => {
  using project = await shop()
  await project.run()
  const before = await project.read('generated/user.ts')
  await project.write({
    'schemas/user.ts': schema('User', 'users', 'name: varchar(), age: varchar(0)'),
    'schemas/team.ts': schema('Team', 'teams', 'name: varchar(80).nulable()'),
  })
  const { exitCode, stdout, stderr } = await project.run()
  expect(exitCode).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^schemas\/team\.ts:3:73 {2}error ORM1005 {2}there is no modifier \.nulable\(\)/)
  expect(stderr).toContain('> 3 | export const Team')
  expect(stderr).toContain('hint: did you mean .nullable()?')
  expect(stderr).toMatch(/3 errors in 2 files\n$/)
  expect(await project.read('generated/user.ts')).toBe(before)
})

test('--json gives problems and files as data', async () => {
  using project = await shop()
  const { stdout } = await project.run('--json')
  expect(JSON.parse(stdout)).toEqual({
    diagnostics: [],
    files: [
      { path: 'generated/index.ts', action: 'create' },
      { path: 'generated/team.ts', action: 'create' },
      { path: 'generated/user.ts', action: 'create' },
    ],
  })
  await project.write({ 'schemas/user.ts': schema('User', 'users', 'name: varchar()') })
  const broken = await project.run('--json')
  expect(broken.exitCode).toBe(1)
  expect(broken.stderr).toBe('')
  expect(JSON.parse(broken.stdout)).toMatchObject({
    diagnostics: [
      { code: 'ORM1012', severity: 'error', range: { file: 'schemas/user.ts', line: 3, column: 61, endLine: 3 } },
    ],
    files: [],
  })
})

test('--check tells stale output by exit code 3 and writes nothing', async () => {
  using project = await shop()
  const missing = await project.run('--check')
  expect(missing.exitCode).toBe(3)
  expect(missing.stdout).toContain('generated/user.ts is missing')
  expect(await project.list('generated')).toEqual([])
  await project.run()
  expect((await project.run('--check')).exitCode).toBe(0)
  await project.write({ 'schemas/user.ts': schema('User', 'users', 'name: varchar(90)') })
  const stale = await project.run('--check')
  expect(stale.exitCode).toBe(3)
  expect(stale.stdout).toBe('generated/user.ts is out of date\nrun orm-gen and commit the result\n')
})

test('--dry-run shows the difference and writes nothing', async () => {
  using project = await shop()
  await project.run()
  const before = await project.read('generated/user.ts')
  await project.write({ 'schemas/user.ts': schema('User', 'users', 'name: varchar(90)') })
  const { exitCode, stdout } = await project.run('--dry-run')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('--- a/generated/user.ts\n+++ b/generated/user.ts\n@@ ')
  expect(stdout).toContain("-      { property: 'name', column: 'name', type: { kind: 'varchar', length: 80 } },\n")
  expect(stdout).toContain("+      { property: 'name', column: 'name', type: { kind: 'varchar', length: 90 } },\n")
  expect(await project.read('generated/user.ts')).toBe(before)
})

test('--import-extension decides how modules import each other', async () => {
  using project = await shop()
  for (const [extension, ending] of [
    ['js', "'./user.js'"],
    ['ts', "'./user.ts'"],
    ['none', "'./user'"],
  ] as const) {
    await project.run('--import-extension', extension)
    expect(await project.read('generated/index.ts')).toContain(`from ${ending}`)
  }
})

test('flags come before ORM_GEN_*, and those before package.json', async () => {
  using project = await shop()
  await project.write({ 'package.json': JSON.stringify({ 'orm-gen': { out: 'a', importExtension: 'ts' } }) })
  expect((await project.run()).stdout).toBe('a: 3 written\n')
  expect(await project.read('a/index.ts')).toContain("'./user.ts'")
  project.env.ORM_GEN_OUT = 'b'
  expect((await project.run()).stdout).toBe('b: 3 written\n')
  expect((await project.run('--out', './c/')).stdout).toBe('./c/: 3 written\n')
  expect(await project.list('c')).toHaveLength(3)
})

test('wrong usage is one message with a remedy and exit code 2', async () => {
  using project = await shop()
  const flag = await project.run('--chekc')
  expect(flag).toMatchObject({ exitCode: 2, stdout: '' })
  expect(flag.stderr).toBe('orm-gen: unknown flag or argument: chekc\n  did you mean --check? (ORM3001)\n')
  expect((await project.run('generat')).stderr).toContain('did you mean orm-gen generate?')
  const choice = await project.run('--import-extension', 'mjs')
  expect(choice.exitCode).toBe(2)
  expect(choice.stderr).toContain('import-extension')
  project.env.ORM_GEN_CHECK = 'perhaps'
  expect((await project.run()).stderr).toContain('ORM_GEN_CHECK is "perhaps"\n  write true or false')
  const nowhere = await project.run('--schemas', 'nowhere', '--no-check')
  expect(nowhere.exitCode).toBe(2)
})

test('a folder without schemas says what to do', async () => {
  using project = new CliProject()
  const { exitCode, stderr } = await project.run()
  expect(exitCode).toBe(2)
  expect(stderr).toContain('no schema files in schemas\n  orm-gen init writes a first one')
})

test('a stack is shown only where it was asked for', async () => {
  using project = new CliProject()
  expect((await project.run()).stderr).not.toContain('    at ')
  expect((await project.run('--verbose')).stderr).toContain('    at ')
})

test('what a run that was killed has left is removed by a later one, and a swap of now is not', async () => {
  using project = await shop()
  await project.run()
  const [old, young] = ['0b9c3c1e-1111-4222-8333-444455556666', '0b9c3c1e-1111-4222-8333-444455557777'].map(
    (id) => `generated/.user.ts.${id}.swap`,
  ) as [string, string]
  await project.write({ [old]: 'half', [young]: 'half', 'generated/.mine.swap': 'mine' })
  const anHourAgo = Date.now() / 1_000 - 3_600
  for (const path of [old, 'generated/.mine.swap']) await utimes(join(project.folder, path), anHourAgo, anHourAgo)
  await project.run()
  const left = (await readdir(join(project.folder, 'generated'))).filter((name) => name.endsWith('.swap'))
  expect(left.sort()).toEqual(['.mine.swap', young.slice('generated/'.length)])
})

test('runs at once leave whole files', async () => {
  using project = await shop()
  const others = Array.from({ length: 6 }, () => new CliProject(project.folder))
  const runs = await Promise.all(others.map((other) => other.run()))
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0])
  expect(await project.list('generated')).toEqual(['index.ts', 'team.ts', 'user.ts'])
  expect((await project.run('--check')).exitCode).toBe(0)
})

test('init writes what is missing, keeps what is there, and its schema generates', async () => {
  using project = new CliProject()
  await project.write({ 'package.json': '{\n    "name": "shop",\n    "scripts": { "orm:check": "mine" }\n}\n' })
  const { exitCode, stdout } = await project.run('init')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('written  schemas/user.ts')
  expect(await project.read('package.json')).toContain(
    '\n        "orm:check": "mine",\n        "orm:generate": "orm-gen"',
  )
  expect((await project.run()).stdout).toBe('generated: 2 written\n')
  const config = await project.read('orm.yaml')
  const again = await project.run('init')
  expect(again.stdout).toContain('kept     orm.yaml')
  expect(again.stdout).not.toContain('written')
  expect(await project.read('orm.yaml')).toBe(config)
})
