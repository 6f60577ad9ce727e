import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin, bootstrap, run, step } from './bootstrap.mjs'

bootstrap()
step('lint', bin('biome'), ['check', '.', '--diagnostic-level=error'])
step('type-check', bin('tsc'), ['-p', '.'])
step('build', process.execPath, ['scripts/build.mjs'])
step('generated modules', process.execPath, ['dist/cli/main.js', '--check'])

const folder = mkdtempSync(join(tmpdir(), 'orm-gen-test-'))
const report = join(folder, 'report.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const code = run('tests', bin('vitest'), ['run', ...reporters, ...process.argv.slice(2)])
const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
rmSync(folder, { recursive: true })
if (result === undefined) process.exit(code === 0 ? 1 : code)

// Files that could not even be loaded count as failed, though they hold no test that failed.
const brokenFiles = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
console.log(`${result.numPassedTests} passed, ${result.numFailedTests + brokenFiles.length} failed`)
process.exitCode = code
