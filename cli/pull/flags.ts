import { EMIT_DEFAULTS } from '../../codegen/emit/options.js'
import { CONFIG_OPTION } from '../servers/mysql-pools.js'

export const OPTIONS = {
  schemas: { type: 'string', describe: 'Folder to write the schema files to', default: EMIT_DEFAULTS.origin },
  config: CONFIG_OPTION,
  pool: { type: 'string', describe: 'The MySQL pool whose database is read', default: 'default' },
  force: { type: 'boolean', describe: 'Replace files that are there already', default: false },
  json: { type: 'boolean', describe: 'Files and warnings as data', default: false },
} as const
