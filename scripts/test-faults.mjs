import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { bin, bootstrap, ROOT, run, step } from './bootstrap.mjs'

bootstrap()
// Hundreds of processes are started: compiled they need a third of the time that tsx takes.
const BUILD = `${ROOT}.cache/faults/`
rmSync(BUILD, { recursive: true, force: true })
step('building', bin('tsc'), ['-p', 'test/fault/tsconfig.build.json'])
for (const folder of ['test/fault/lib/process', 'test/fault/schemas']) {
  cpSync(`${ROOT}${folder}`, `${BUILD}${folder}`, { recursive: true })
}
// By its name the package is the build beside it.
const exports = {
  '.': './runtime/index.js',
  './schema': './codegen/schema/index.js',
  './testing': './testing/index.js',
  './package.json': './package.json',
}
writeFileSync(`${BUILD}package.json`, JSON.stringify({ name: 'orm-gen', version: '0.0.0', type: 'module', exports }))
process.exitCode = run('faults', process.execPath, [`${BUILD}test/fault/run/main.js`, ...process.argv.slice(2)])
