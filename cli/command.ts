import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import type { ExitCode } from './exit-code.js'
import type { Terminal } from './terminal.js'

export type OptionTable = Readonly<Record<string, Options>>
export type PositionalTable = Readonly<Record<string, PositionalOptions>>

/** What a command's folder exports as `command`: its flags and its work. */
export interface Command<O extends OptionTable = OptionTable> {
  readonly options: O
  /** By the names in the command's form, `dead-letters <action>`. */
  readonly positionals?: PositionalTable
  /** Pairs of a command line and what it does. */
  readonly examples?: readonly (readonly [command: string, does: string])[]
  /** Throws an OrmError for what the user can mend; anything else counts as a fault of ours. */
  readonly run: (flags: InferredOptionTypes<O>, terminal: Terminal, positionals: readonly string[]) => Promise<ExitCode>
}

/** Keeps the types of the options for `run`. */
export function defineCommand<const O extends OptionTable>(command: Command<O>): Command {
  return command as unknown as Command
}

/** A line of the table of commands: what `--help` needs before the command itself is loaded. */
export interface CommandEntry {
  /** Its name and positionals in yargs' form: `dead-letters <action> [ids..]`. */
  readonly form: string
  readonly describe: string
  readonly load: () => Promise<Command>
}
