import { CONSUMER_DEFAULTS } from '../../runtime/config/options.js'
import { defineCommand } from '../command.js'
import { CONFIG_OPTION } from '../config-flag.js'
import { LOG_LEVELS } from './logger.js'
import { runConsume } from './run-consume.js'

export const command = defineCommand({
  options: {
    ...CONFIG_OPTION,
    entities: {
      type: 'string',
      describe: 'Module that exports the generated entities, or its folder',
      demandOption: true,
    },
    workers: {
      type: 'number',
      describe: `Transactions at the same time; ${CONSUMER_DEFAULTS.workers} unless the configuration says otherwise`,
    },
    once: { type: 'boolean', describe: 'End when what was queued before is settled', default: false },
    'metrics-port': { type: 'number', describe: 'Serve /metrics, /health/live and /health/ready there' },
    'log-level': { choices: LOG_LEVELS, describe: 'Least level that is logged', default: 'info' },
  },
  examples: [
    ['$0 consume --entities generated', 'Work until SIGTERM, then finish what has begun'],
    ['$0 consume --entities dist/generated/index.js --once', 'For cron and deploys'],
  ],
  run: runConsume,
})
