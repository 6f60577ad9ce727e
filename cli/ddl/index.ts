import { defineCommand } from '../command.js'
import { OPTIONS } from './flags.js'
import { runDdl } from './run-ddl.js'

export const command = defineCommand({
  options: OPTIONS,
  examples: [
    ['$0 ddl', 'Print CREATE TABLE for everything'],
    ['$0 ddl --diff', 'Say how the database differs; exit code 3 where it does'],
    ['$0 ddl --apply', 'Add the tables, columns, indexes and keys that are missing'],
  ],
  run: runDdl,
})
