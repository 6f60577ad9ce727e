import { CONFIG_OPTION } from '../config-flag.js'

export const OPTIONS = {
  ...CONFIG_OPTION,
  entities: {
    type: 'string',
    describe: 'Module of the entities, where they name streams that the configuration does not',
  },
  json: { type: 'boolean', describe: 'Facts as data', default: false },
  watch: { type: 'boolean', describe: 'Show it again every second', default: false },
  'fail-if': {
    type: 'string',
    array: true,
    describe: "Exit code 1 where it holds: 'age>30s', 'entries>10000', 'dead>0', 'consumers<1'",
  },
} as const
