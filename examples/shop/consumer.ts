import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const COMMAND = [
  'dist/cli/main.js',
  'consume',
  '--entities',
  'generated/index.ts',
  '--config',
  'examples/shop/orm.yaml',
]

/** `orm-gen consume` as a process of its own; what it says goes to the log. */
export class ConsumerProcess {
  readonly #process: ChildProcess
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>

  constructor(logPath: string) {
    const log: WriteStream = createWriteStream(logPath, { flags: 'a' })
    this.#process = spawn(process.execPath, COMMAND, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const guard = killWithParent(this.pid)
    this.#process.stdout?.pipe(log, { end: false })
    this.#process.stderr?.pipe(log, { end: false })
    this.exited = once(this.#process, 'exit').then(([code, signal]) => {
      guard.kill()
      log.end()
      return { code, signal }
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** No warning, no last words. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.exited
  }

  /** Lets it finish what it has begun. Resolves with its exit code. */
  async stop(): Promise<number | null> {
    this.#process.kill('SIGTERM')
    return (await this.exited).code
  }
}

/** A shell on a pipe: when this process ends, of whatever, the pipe does too, and the consumer is killed. */
function killWithParent(pid: number): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', 'cat >/dev/null; kill -9 "$1" 2>/dev/null', 'guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  return guard
}
