import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The package as a user gets it: built anew, packed, installed into an empty project. */
let folder: string
let project: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'))
  const source = join(folder, 'source')
  project = join(folder, 'project')
  mkdirSync(source)
  mkdirSync(project)
  await run(resolve('node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json', '--outDir', join(source, 'dist')])
  const assets = 'runtime/observe/dashboard/assets'
  cpSync(assets, join(source, 'dist', assets), { recursive: true })
  for (const name of ['package.json', 'LICENSE', 'CHANGELOG.md']) cpSync(name, join(source, name))
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], source)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true }')
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball)], project)
}, 240_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every entry point can be imported', async () => {
  const names = await node(
    'module',
    `const [runtime, schema, codegen, testing, dashboard] = await Promise.all(
       ['orm-gen', 'orm-gen/schema', 'orm-gen/codegen', 'orm-gen/testing', 'orm-gen/dashboard'].map((name) => import(name)))
     console.log([runtime.createEngine, schema.defineEntity, codegen.generate, testing.startServers, dashboard.createDashboard].map((value) => typeof value).join())`,
  )
  expect(names).toBe('function,function,function,function,function')
})

test('every entry point can be required', async () => {
  const names = await node(
    'commonjs',
    `console.log([require('orm-gen').createEngine, require('orm-gen/schema').defineEntity,
       require('orm-gen/codegen').generate, require('orm-gen/testing').startServers].map((value) => typeof value).join())`,
  )
  expect(names).toBe('function,function,function,function')
})

test('the runtime loads without what only the generator and the command line need', async () => {
  const hidden = join(folder, 'hidden')
  const names = ['ts-morph', 'yargs', 'pino', 'chokidar', 'cli-table3']
  mkdirSync(hidden)
  const move = (from: string, to: string) => run('mv', [...names.map((name) => join(from, name)), to])
  await move(join(project, 'node_modules'), hidden)
  try {
    expect(await node('module', "console.log(typeof (await import('orm-gen')).createEngine)")).toBe('function')
  } finally {
    await move(hidden, join(project, 'node_modules'))
  }
})

/** What a bare `node -e 0` takes on an idle machine; where it takes longer, everything does. */
const BARE_START_MS = 50

test('the runtime is imported in under 150 ms', async () => {
  const script = "const start = performance.now(); await import('orm-gen'); console.log(performance.now() - start)"
  let best = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 12 && best > 150; tries++) {
    const start = performance.now()
    await node('module', '0')
    const slowness = Math.max(1, (performance.now() - start) / BARE_START_MS)
    best = Math.min(best, Number(await node('module', script)) / slowness)
  }
  expect(best).toBeLessThan(150)
})

test('the drivers are loaded with the first connection and not before', async () => {
  const script = `const { createRequire } = await import('node:module')
    await import('orm-gen')
    const loaded = Object.keys(createRequire(import.meta.url).cache)
    console.log(['ioredis', 'mysql2', 'ts-morph', 'pino'].filter((name) => loaded.some((path) => path.includes('/node_modules/' + name + '/'))).join())`
  expect(await node('module', script)).toBe('')
})

test.each(['nodenext', 'bundler'])('the declarations compile with moduleResolution %s', async (moduleResolution) => {
  writeFileSync(
    join(project, 'program.ts'),
    `import { createEngine, BackgroundConsumer, Registry } from 'orm-gen'
     import { defineEntity, id, varchar } from 'orm-gen/schema'
     import { generate } from 'orm-gen/codegen'
     import { startServers } from 'orm-gen/testing'
     export const User = defineEntity('users', { id: id(), name: varchar(80) })
     export { BackgroundConsumer, createEngine, generate, Registry, startServers }`,
  )
  const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext'
  const flags = [
    '--module',
    module,
    '--moduleResolution',
    moduleResolution,
    '--types',
    'node',
    '--typeRoots',
    resolve('node_modules/@types'),
  ]
  await run(
    resolve('node_modules/.bin/tsc'),
    ['--noEmit', '--strict', '--target', 'es2023', '--lib', 'es2023,esnext.disposable', ...flags, 'program.ts'],
    project,
  )
})

test('the command says its version and explains itself', async () => {
  const command = join(project, 'node_modules/.bin/orm-gen')
  expect(await run(command, ['--version'], project)).toMatch(/^\d+\.\d+\.\d+/)
  expect(await run(command, ['--help'], project)).toContain('generate')
})

function node(type: 'module' | 'commonjs', script: string): Promise<string> {
  return run(process.execPath, [`--input-type=${type}`, '-e', script], project)
}

async function run(command: string, args: readonly string[], cwd = process.cwd()): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], { cwd })
    return stdout.trim()
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error })
  }
}
