import { defineCommand } from '../command.js'
import { ACTIONS, OPTIONS } from './flags.js'
import { runDeadLetters } from './run-dead-letters.js'

export const command = defineCommand({
  options: OPTIONS,
  positionals: {
    action: { choices: ACTIONS, describe: 'force retries a version conflict whatever the row has become' },
    ids: { type: 'string', array: true, describe: 'Numbers from the list' },
  },
  examples: [
    ['$0 dead-letters list --error 1062', 'Those refused as duplicates'],
    ['$0 dead-letters show 17', 'Values, SQL, cause, and what waits behind it'],
    ['$0 dead-letters retry 17 18', 'Have the running consumer apply them again, with what is parked behind them'],
    ['$0 dead-letters retry --entity User', 'All of one entity'],
    ['$0 dead-letters discard --all', 'Drop them; what is parked behind them is applied'],
  ],
  run: runDeadLetters,
})
