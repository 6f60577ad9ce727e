import { defineCommand } from '../command.js'
import { CONFIG_OPTION } from '../config-flag.js'
import { runDashboard } from './run-dashboard.js'

export const command = defineCommand({
  options: {
    ...CONFIG_OPTION,
    entities: {
      type: 'string',
      describe: 'Module of the entities, where they name streams that the configuration does not',
    },
    port: { type: 'number', describe: 'Port to listen at; 0 for any free one', default: 4983 },
    host: {
      type: 'string',
      describe: 'Address to listen at; others reach it only where it is not loopback',
      default: '127.0.0.1',
    },
    'allow-actions': { type: 'boolean', describe: 'Let dead letters be retried and discarded', default: false },
    token: { type: 'string', describe: 'What whoever looks must know; a random one by default' },
  },
  examples: [
    ['$0 dashboard', 'Backlog, throughput, consumers and dead letters, live'],
    ['$0 dashboard --allow-actions', 'The same, and retry or discard there'],
  ],
  run: runDashboard,
})
