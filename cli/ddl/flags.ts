import { EMIT_DEFAULTS } from '../../codegen/emit/options.js'
import { CONFIG_OPTION } from '../servers/mysql-pools.js'

export const OPTIONS = {
  schemas: { type: 'string', describe: 'Folder of the schema files', default: EMIT_DEFAULTS.origin },
  config: CONFIG_OPTION,
  diff: { type: 'boolean', describe: 'Say how the database differs; exit code 3 where it does', default: false },
  apply: { type: 'boolean', describe: 'Add what is missing; changes nothing that is there', default: false },
  json: { type: 'boolean', describe: 'Statements or differences as data', default: false },
} as const
