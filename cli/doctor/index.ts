import { defineCommand } from '../command.js'
import { CONFIG_OPTION } from '../config-flag.js'
import { runDoctor } from './run-doctor.js'

export const command = defineCommand({
  options: {
    ...CONFIG_OPTION,
    entities: { type: 'string', describe: 'Module of the entities, to look at their tables as well' },
    json: { type: 'boolean', describe: 'Findings as data', default: false },
  },
  examples: [['$0 doctor --entities generated', 'Look at the servers and the tables; exit code 1 for problems']],
  run: runDoctor,
})
