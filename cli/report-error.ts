import { OrmError } from '../runtime/errors.js'
import { EXIT, type ExitCode } from './exit-code.js'
import type { Terminal } from './terminal.js'

/** Errors whose exit code is not that of a runtime error. */
const EXIT_CODES: Readonly<Record<string, ExitCode>> = {
  UsageError: EXIT.usage,
  ConfigError: EXIT.usage,
  WeakTokenError: EXIT.usage,
  RedisUnreachableError: EXIT.unreachable,
  DatabaseUnreachableError: EXIT.unreachable,
  ServerNotFoundError: EXIT.unreachable,
  ServerStartError: EXIT.unreachable,
  ServerUnreachableError: EXIT.unreachable,
}

export interface ErrorStyle {
  readonly verbose: boolean
  readonly json: boolean
}

/** Says what went wrong as one message with its remedy; the stack only where it was asked for. */
export function reportError(error: unknown, terminal: Terminal, style: ErrorStyle): ExitCode {
  if (terminal.signal.aborted && isAbort(error)) return EXIT.interrupted
  if (style.json) {
    terminal.stdout.write(`${JSON.stringify({ error: facts(error) }, null, 2)}\n`)
  } else {
    terminal.stderr.write(`orm-gen: ${sentence(error)}\n`)
    if (style.verbose && error instanceof Error) terminal.stderr.write(`${error.stack}\n`)
    else if (!(error instanceof OrmError)) terminal.stderr.write('  run again with --verbose for the stack\n')
  }
  return error instanceof Error ? (EXIT_CODES[error.name] ?? EXIT.failed) : EXIT.failed
}

function sentence(error: unknown): string {
  if (error instanceof OrmError) return `${error.message} (${error.code})`
  return error instanceof Error ? error.message : String(error)
}

function facts(error: unknown): object {
  if (!(error instanceof OrmError)) return { message: error instanceof Error ? error.message : String(error) }
  const { code, message, remedy } = error
  return { code, message: message.split('\n')[0], ...(remedy === undefined ? {} : { remedy }) }
}

const isAbort = (error: unknown) =>
  error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
