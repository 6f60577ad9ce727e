import { readDotEnv } from './dot-env.js'

/** The world of a command: tests hand in their own. */
export interface Terminal {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Output
  readonly stderr: Output
  /** Puts a question to the person who watches; undefined where nobody could answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined
  /** Aborts on SIGINT and SIGTERM; its reason is the signal's name. */
  readonly signal: AbortSignal
}

export interface Output {
  write(text: string): void
  /** Whether colours are welcome. */
  readonly color: boolean
  /** Whether a person watches: lines may be redrawn. */
  readonly interactive: boolean
  /** Width in characters. */
  readonly columns: number
}

const FALLBACK_COLUMNS = 80

/** The terminal of this process. Variables of `.env` count where the environment has none of the name. Colours follow NO_COLOR, FORCE_COLOR and whether it is a terminal. */
export function processTerminal(signal: AbortSignal): Terminal {
  return {
    cwd: process.cwd(),
    env: { ...readDotEnv(process.cwd()), ...process.env },
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    ask: process.stdin.isTTY && process.stdout.isTTY ? (question) => askPerson(question, signal) : undefined,
    signal,
  }
}

async function askPerson(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  // A terminal that is read character by character gives no signal for Ctrl-C.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return await lines.question(question, { signal })
  } finally {
    lines.close()
  }
}

function output(stream: NodeJS.WriteStream): Output {
  const interactive = stream.isTTY === true
  const { NO_COLOR, FORCE_COLOR } = process.env
  return {
    write: (text) => void stream.write(text),
    color: FORCE_COLOR ? FORCE_COLOR !== '0' : interactive && !NO_COLOR,
    interactive,
    columns: stream.columns || FALLBACK_COLUMNS,
  }
}
