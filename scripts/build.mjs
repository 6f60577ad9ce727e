import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs'
import { bin, bootstrap, ROOT, step } from './bootstrap.mjs'

bootstrap()
rmSync(`${ROOT}dist`, { recursive: true, force: true })
step('building', bin('tsc'), ['-p', 'tsconfig.build.json'])
// What the dashboard serves is written by hand and served as it is.
const ASSETS = 'runtime/observe/dashboard/assets'
cpSync(`${ROOT}${ASSETS}`, `${ROOT}dist/${ASSETS}`, { recursive: true })
const main = `${ROOT}dist/cli/main.js`
if (existsSync(main)) chmodSync(main, 0o755)
