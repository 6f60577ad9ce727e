import { nearest } from '../codegen/validate/did-you-mean.js'
import type { OptionTable } from './command.js'
import { COMMANDS } from './commands.js'
import { UsageError } from './usage-error.js'

const SEE_HELP = 'orm-gen --help shows commands and flags'

/** Turns what yargs says of a command line into a sentence with its remedy. */
export function explainUsage(message: string, known: OptionTable): UsageError {
  const names = /^Unknown arguments?: (.+)$/.exec(message)?.[1]
  if (names === undefined) return new UsageError(message.replace(/\n\s*/g, ' '), { remedy: SEE_HELP })
  const name = names.split(', ')[0] ?? names
  return new UsageError(`unknown flag or argument: ${names}`, { remedy: suggestion(name, known) ?? SEE_HELP })
}

function suggestion(name: string, known: OptionTable): string | undefined {
  const flag = nearest(name, [...Object.keys(known), 'verbose', 'help', 'version'])
  if (flag !== undefined) return `did you mean --${flag}?`
  const command = nearest(
    name,
    COMMANDS.map(({ form }) => form.split(' ')[0] ?? form),
  )
  return command && `did you mean orm-gen ${command}?`
}
