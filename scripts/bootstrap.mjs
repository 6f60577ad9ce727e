// Runs with nothing but Node: everything else may be missing on a fresh clone.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MINIMUM_NODE = [20, 19]

/** Ends the process with a clear line where Node is too old; installs the packages where they are missing or outdated. */
export function bootstrap() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
    console.error(`Node ${MINIMUM_NODE.join('.')} or newer is needed; this is ${process.versions.node}`)
    process.exit(1)
  }
  if (packagesAreInstalled()) return
  step('installing packages', 'npm', ['ci', '--no-audit', '--no-fund'])
}

/** Runs a command of the project with its output shown; ends the process with its exit code when it fails. */
export function step(title, command, args, options = {}) {
  const code = run(title, command, args, options)
  if (code !== 0) process.exit(code)
}

/** Same, and returns the exit code. */
export function run(title, command, args, options = {}) {
  console.log(`> ${title}`)
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  })
  if (error) console.error(error.message)
  return status ?? 1
}

/** Path of a program that a package brings. */
export function bin(name) {
  return `${ROOT}node_modules/.bin/${name}`
}

/** npm writes down what it installed: compared with the lock file, package by package. */
function packagesAreInstalled() {
  const installed = `${ROOT}node_modules/.package-lock.json`
  if (!existsSync(installed)) return false
  // A linked folder belongs to another checkout, and npm would empty it.
  if (lstatSync(`${ROOT}node_modules`).isSymbolicLink()) return true
  const wanted = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')).packages
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}
