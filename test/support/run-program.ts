import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface ProgramSettings {
  readonly cwd?: string
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

/** Standard output, trimmed. Throws with everything that the program said where it fails. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env = {}, timeoutMs = 0 }: ProgramSettings = {},
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], {
      cwd,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
    })
    return stdout.trim()
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error })
  }
}
