import { EMIT_DEFAULTS } from '../../codegen/emit/options.js'
import { defineCommand } from '../command.js'
import { runInit } from './run-init.js'

export const command = defineCommand({
  options: {
    schemas: { type: 'string', describe: 'Folder of the schema files', default: EMIT_DEFAULTS.origin },
    pull: { type: 'boolean', describe: 'Write schema files from the database that is there; asked, unless said' },
    yes: { type: 'boolean', alias: 'y', describe: 'Ask nothing', default: false },
    json: { type: 'boolean', describe: 'What was found and written as data', default: false },
  },
  examples: [
    ['$0 init', 'Start: the database of MYSQL_URL, DATABASE_URL or .env is found'],
    ['$0 init --no-pull', 'The same with a first schema instead of those of the tables'],
  ],
  run: runInit,
})
