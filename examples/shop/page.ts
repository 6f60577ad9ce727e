import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** `orm-gen dashboard` as a process of its own, as one would start it. */
export class DashboardPage implements AsyncDisposable {
  readonly #process
  readonly #address: Promise<string>

  constructor(root: string, config: string) {
    this.#process = spawn(
      process.execPath,
      ['dist/cli/main.js', 'dashboard', '--port', '0', '--allow-actions', '--config', config],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    this.#address = this.#readAddress()
  }

  /** With the token: whoever opens it may look and act. */
  address(): Promise<string> {
    return this.#address
  }

  /** Aborted by Ctrl-C, which reaches the dashboard too. */
  get closed(): AbortSignal {
    const closing = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => closing.abort())
    return closing.signal
  }

  async #readAddress(): Promise<string> {
    const [line] = await Promise.race([once(this.#process.stdout, 'data'), once(this.#process, 'exit')])
    const [address] = /http:\S+/.exec(String(line)) ?? []
    if (address === undefined) throw new Error('the dashboard did not start')
    return address
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill()
    await ended
  }
}
