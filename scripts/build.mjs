import { chmodSync, existsSync, rmSync } from 'node:fs'
import { bin, bootstrap, ROOT, step } from './bootstrap.mjs'

bootstrap()
rmSync(`${ROOT}dist`, { recursive: true, force: true })
step('building', bin('tsc'), ['-p', 'tsconfig.build.json'])
const main = `${ROOT}dist/cli/main.js`
if (existsSync(main)) chmodSync(main, 0o755)
