import type { CommandEntry } from './command.js'

/** Every command, in the order of `--help`. Only the one that runs is loaded. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    form: 'init',
    describe: 'Write the first schemas, an orm.yaml and the npm scripts',
    load: async () => (await import('./init/index.js')).command,
  },
  {
    form: 'generate',
    describe: 'Read the schemas and write the generated modules (what orm-gen does without a command)',
    load: async () => (await import('./generate/index.js')).command,
  },
  {
    form: 'ddl',
    describe: 'Print CREATE TABLE for everything; compare with a database, or add what is missing there',
    load: async () => (await import('./ddl/index.js')).command,
  },
  {
    form: 'pull',
    describe: 'Write schema files from a live database',
    load: async () => (await import('./pull/index.js')).command,
  },
  {
    form: 'consume',
    describe: 'Run the background consumer, which applies what was queued to MySQL',
    load: async () => (await import('./consume/index.js')).command,
  },
  {
    form: 'status',
    describe: 'Show what waits, how long, who works it, and what died',
    load: async () => (await import('./status/index.js')).command,
  },
  {
    form: 'dead-letters <action> [ids..]',
    describe: 'List, show, retry or discard units that MySQL refused',
    load: async () => (await import('./dead-letters/index.js')).command,
  },
  {
    form: 'dashboard',
    describe: 'Serve a web page that shows the same, live, and mends it there',
    load: async () => (await import('./dashboard/index.js')).command,
  },
  {
    form: 'doctor',
    describe: 'Look at Redis and MySQL for what could lose or hold up units, and say how to mend it',
    load: async () => (await import('./doctor/index.js')).command,
  },
]

export const DEFAULT_COMMAND = 'generate'
