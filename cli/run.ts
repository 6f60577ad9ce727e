import yargs, { type Argv } from 'yargs'
import type { Command, CommandEntry, OptionTable } from './command.js'
import { COMMANDS, DEFAULT_COMMAND } from './commands.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { explainUsage } from './explain-usage.js'
import { reportError } from './report-error.js'
import { withSettings } from './settings.js'
import type { Terminal } from './terminal.js'
import { packageVersion } from './version.js'

/** Runs one command line and gives its exit code; `argv` is without node and script. Never throws. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const verbose = argv.includes('--verbose') || Boolean(terminal.env.ORM_GEN_DEBUG)
  try {
    return await dispatch(argv, terminal)
  } catch (error) {
    return reportError(error, terminal, { verbose, json: argv.includes('--json') })
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.fine
  let known: OptionTable = {}
  const parser = yargs()
    .scriptName('orm-gen')
    .usage('Usage: $0 <command> [flags]\n\nTyped entities for write-behind MySQL, generated from schema files.')
    .option('verbose', { type: 'boolean', describe: 'Show the stack of an error', default: false })
    .version(packageVersion())
    .alias({ h: 'help', v: 'version' })
    .epilogue('Settings: flags, then ORM_GEN_* variables, then "orm-gen" in package.json.')
    .wrap(Math.min(100, terminal.stdout.columns))
    .strict()
    .recommendCommands()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? explainUsage(message, known)
    })
  for (const entry of COMMANDS) {
    let command: Command
    parser.command(
      entry.form === DEFAULT_COMMAND ? [entry.form, '$0'] : entry.form,
      entry.describe,
      async (builder: Argv) => {
        command = await entry.load()
        known = await withSettings(command.options, terminal)
        return configure(builder, command, known)
      },
      async (flags) => {
        exitCode = await command.run(flags as never, terminal, positionals(flags, entry))
      },
    )
  }
  const text = await parse(parser, argv)
  if (text !== '') terminal.stdout.write(`${text}\n`)
  return exitCode
}

function configure(builder: Argv, command: Command, options: OptionTable): Argv {
  let configured = builder.options(options)
  for (const [name, positional] of Object.entries(command.positionals ?? {})) {
    configured = configured.positional(name, positional)
  }
  for (const [line, does] of command.examples ?? []) configured = configured.example(line, does)
  return configured
}

/** Parses and runs; gives what `--help` or `--version` would print. */
function parse(parser: Argv, argv: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, output: string) => (error ? reject(error) : resolve(output))
    Promise.resolve(parser.parseAsync([...argv], {}, (error, _flags, output) => done(error, output))).catch(reject)
  })
}

/** The values of the names in the command's form, in its order. */
function positionals(flags: Readonly<Record<string, unknown>>, entry: CommandEntry): readonly string[] {
  const names = [...entry.form.matchAll(/[<[]([\w-]+)(?:\.\.)?[>\]]/g)].map(([, name]) => name!)
  return names.flatMap((name) => (flags[name] === undefined ? [] : flags[name])).map(String)
}
