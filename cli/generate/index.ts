import { defineCommand } from '../command.js'
import { OPTIONS } from './flags.js'
import { runGenerate } from './run-generate.js'

export const command = defineCommand({
  options: OPTIONS,
  examples: [
    ['$0', 'Read schemas/ and write generated/'],
    ['$0 generate --check', 'Fail with exit code 3 where generated/ is stale, for CI'],
    ['$0 generate --dry-run', 'Show what would change'],
    ['$0 generate --watch', 'Keep generated/ up to date while you edit'],
  ],
  run: runGenerate,
})
