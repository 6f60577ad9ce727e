import { defineCommand } from '../command.js'
import { OPTIONS } from './flags.js'
import { runStatus } from './run-status.js'

export const command = defineCommand({
  options: OPTIONS,
  examples: [
    ['$0 status', 'What waits, how long, who works it'],
    ['$0 status --watch', 'The same, every second'],
    ["$0 status --fail-if 'age>30s' --fail-if 'dead>0'", 'Exit code 1 for a monitor'],
  ],
  run: runStatus,
})
