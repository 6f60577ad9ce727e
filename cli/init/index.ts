import { EMIT_DEFAULTS } from '../../codegen/emit/options.js'
import { defineCommand } from '../command.js'
import { runInit } from './run-init.js'

export const command = defineCommand({
  options: {
    schemas: { type: 'string', describe: 'Folder of the schema files', default: EMIT_DEFAULTS.origin },
    json: { type: 'boolean', describe: 'What was written as data', default: false },
  },
  examples: [['$0 init', 'Start in a project that has no schema yet']],
  run: runInit,
})
