// TypeDoc needs a TypeScript that has a compiler API, which ours (7) has not: both come for this run alone.
import { readFileSync } from 'node:fs'
import { bootstrap, ROOT, step } from './bootstrap.mjs'

const TOOLS = ['typedoc@0.28', 'typescript@6.0']
const ENTRY_POINTS = [
  'runtime/index.ts',
  'codegen/schema/index.ts',
  'codegen/index.ts',
  'testing/index.ts',
  'runtime/observe/dashboard/index.ts',
  'runtime/observe/metrics/index.ts',
]

bootstrap()
const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'))
const options = ['--tsconfig', 'tsconfig.build.json', '--out', 'docs/api', '--name', `orm-gen ${version}`]
const rules = [
  '--readme',
  'none',
  '--excludePrivate',
  '--excludeInternal',
  '--disableSources',
  // Shapes inside others are told where they are met; only what a user names has a page of its own.
  ...['--validation.notExported', 'false'],
  '--treatWarningsAsErrors',
]
step('API reference', 'npm', [
  ...['exec', '--yes', ...TOOLS.map((tool) => `--package=${tool}`), '--', 'typedoc'],
  ...[...options, ...rules, ...ENTRY_POINTS],
])
