import { EMIT_DEFAULTS } from '../../codegen/emit/options.js'

export const OPTIONS = {
  schemas: { type: 'string', describe: 'Folder of the schema files', default: EMIT_DEFAULTS.origin },
  out: { type: 'string', describe: 'Folder of the generated modules', default: EMIT_DEFAULTS.out },
  check: { type: 'boolean', describe: 'Write nothing; exit code 3 where the output is stale', default: false },
  watch: { type: 'boolean', describe: 'Generate again whenever a schema changes', default: false },
  'dry-run': { type: 'boolean', describe: 'Write nothing; show the difference', default: false },
  json: { type: 'boolean', describe: 'Problems and files as data', default: false },
  'import-extension': {
    choices: ['js', 'ts', 'none'],
    describe: 'How imports between generated modules end',
    default: EMIT_DEFAULTS.importExtension,
  },
} as const
