import { spawn } from 'node:child_process'
import { bootstrap, ROOT, step } from './bootstrap.mjs'

bootstrap()
step('building', process.execPath, ['scripts/build.mjs'])
const demo = spawn(process.execPath, ['--import', 'tsx', 'examples/shop/main.ts', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
})
// Ctrl-C reaches the demo by itself; this process only waits for its last words.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
demo.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
})
