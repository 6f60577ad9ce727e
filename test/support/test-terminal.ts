import type { ExitCode } from '../../cli/exit-code.js'
import { runCli } from '../../cli/run.js'

export interface CliResult {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
}

export interface CliWorld {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Called with all that stdout has so far, after each write. */
  readonly onOutput?: (stdout: string) => void
}

/** Runs a command line in this process, without colours and without a person who watches. */
export async function orm(
  argv: readonly string[],
  { cwd = process.cwd(), env = {}, signal = new AbortController().signal, onOutput }: CliWorld = {},
): Promise<CliResult> {
  const written = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      written[name] += text
      if (name === 'stdout') onOutput?.(written.stdout)
    },
    color: false,
    interactive: false,
    columns: 100,
  })
  const code = await runCli(argv, { cwd, env, stdout: output('stdout'), stderr: output('stderr'), signal })
  return { code, ...written }
}
