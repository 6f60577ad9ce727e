import { defineCommand } from '../command.js'
import { OPTIONS } from './flags.js'
import { runPull } from './run-pull.js'

export const command = defineCommand({
  options: OPTIONS,
  examples: [
    ['$0 pull', 'Write a schema file for each table of the default pool'],
    ['$0 pull --schemas legacy --force', 'Replace what an earlier pull wrote to legacy/'],
  ],
  run: runPull,
})
