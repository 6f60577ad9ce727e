import { existsSync } from 'node:fs'
import { bin, bootstrap, ROOT, step } from './bootstrap.mjs'

const PEERS = `${ROOT}bench/peers`

bootstrap()
step('building', process.execPath, ['scripts/build.mjs'])
if (!existsSync(`${PEERS}/node_modules`))
  step('installing the peers', 'npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS })
step('checking types', bin('tsc'), ['-p', PEERS])
step('measuring', process.execPath, ['--import', 'tsx', 'bench/peers/main.ts', ...process.argv.slice(2)], { cwd: ROOT })
