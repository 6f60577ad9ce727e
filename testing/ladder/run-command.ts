import { execFile } from 'node:child_process'

export interface CommandSettings {
  readonly cwd?: string
  readonly timeoutMs: number
  readonly env?: Readonly<Record<string, string>>
}

/** Standard output. Throws an Error whose message is the last line that the command wrote, when it fails. */
export function runCommand(command: string, args: readonly string[], settings: CommandSettings): Promise<string> {
  const { cwd, timeoutMs, env } = settings
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout: timeoutMs, env: { ...process.env, LC_ALL: 'C', ...env }, maxBuffer: 1 << 26 }
    execFile(command, args, options, (error, output, errors) => {
      if (error === null) return resolve(output)
      const said = `${output}\n${errors}`.trim().split('\n').at(-1)
      const reason = error.killed ? `no end within ${timeoutMs / 1000} s` : said || error.message
      reject(new Error(`${command} ${args[0] ?? ''}: ${reason}`, { cause: error }))
    })
  })
}
