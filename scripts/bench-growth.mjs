import { bootstrap, ROOT, step } from './bootstrap.mjs'

bootstrap()
step('building', process.execPath, ['scripts/build.mjs'])
step('measuring', process.execPath, ['--import', 'tsx', 'bench/growth/main.ts', ...process.argv.slice(2)], {
  cwd: ROOT,
})
