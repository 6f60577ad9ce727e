import { bootstrap, run } from './bootstrap.mjs'

bootstrap()
process.exitCode = run(
  'faults',
  process.execPath,
  ['--import', 'tsx', 'test/fault/run/main.ts', ...process.argv.slice(2)],
  { env: { ...process.env, TSX_TSCONFIG_PATH: 'test/fault/tsconfig.json' } },
)
