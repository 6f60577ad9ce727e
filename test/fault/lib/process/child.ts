import { fork, type ChildProcess as NodeChild } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { RUNS_ON_SOURCES } from './modules.js'

export interface ChildOptions {
  /** The child's entry module. */
  readonly entry: URL
  readonly args: readonly string[]
  /** What a line of standard output tells, for a child that does not report over IPC. */
  readonly readLine?: (line: string) => { readonly kind: string }
  /** Puts a faulty module in the place of a real one: see mutants/. */
  readonly mutant?: string
  /** The child's wall clock runs so far ahead, or behind when negative. */
  readonly clockShiftMs?: number
  /** Further flags of node: `--max-old-space-size=128`. */
  readonly nodeFlags?: readonly string[]
}

const SOURCES = new URL('../../tsconfig.json', import.meta.url)
const PREPARE = new URL('./prepare-child.mjs', import.meta.url)
const LOADERS = RUNS_ON_SOURCES
  ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, '--import', PREPARE.href]
  : ['--import', PREPARE.href]

/** A process of the test's own, which reports over IPC or in its log and can be killed, stopped and continued at any moment. */
export class Child<Message extends { readonly kind: string }> implements AsyncDisposable {
  readonly #process: NodeChild
  readonly #waiting = new Set<(message: Message) => void>()
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  /** Everything that the child said, in order. */
  readonly messages: Message[] = []
  #errorOutput = ''

  constructor(options: ChildOptions) {
    this.#process = fork(options.entry, [...options.args], {
      execArgv: [...LOADERS, ...(options.nodeFlags ?? [])],
      env: {
        ...process.env,
        TSX_TSCONFIG_PATH: SOURCES.pathname,
        FAULT_MUTANT: options.mutant ?? '',
        FAULT_CLOCK_SHIFT_MS: String(options.clockShiftMs ?? 0),
      },
      serialization: 'advanced',
      stdio: ['ignore', options.readLine === undefined ? 'ignore' : 'pipe', 'pipe', 'ipc'],
    })
    this.#process.stderr!.on('data', (chunk: Buffer) => {
      this.#errorOutput = (this.#errorOutput + chunk.toString()).slice(-4_000)
    })
    const { readLine } = options
    if (readLine !== undefined) {
      createInterface({ input: this.#process.stdout! }).on('line', (line) => this.#hear(readLine(line) as Message))
    }
    this.#process.on('message', (message) => this.#hear(message as Message))
    this.exited = once(this.#process, 'exit').then(([code, signal]) => ({ code, signal }))
  }

  get pid(): number {
    return this.#process.pid!
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** The last of what the child wrote to standard error. */
  get errorOutput(): string {
    return this.#errorOutput
  }

  /** Does nothing once the child has ended. */
  send(message: object): void {
    if (this.#process.connected) this.#process.send(message)
  }

  /** The first message of this kind, past ones included. Rejects when the child ends before it, or after `timeoutMs`. */
  async heard<K extends Message['kind']>(kind: K, timeoutMs = 180_000): Promise<Extract<Message, { kind: K }>> {
    const past = this.messages.find((message) => message.kind === kind)
    if (past !== undefined) return past as Extract<Message, { kind: K }>
    const fail = (reason: string) =>
      new Error(
        `no "${kind}" from process ${this.pid}: ${reason}\n${JSON.stringify(this.messages.slice(-3))}\n${this.#errorOutput}`,
      )
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        this.#waiting.delete(listen)
        clearTimeout(timer)
        act()
      }
      const listen = (message: Message) => {
        if (message.kind === kind) settle(() => resolve(message as Extract<Message, { kind: K }>))
      }
      const timer = setTimeout(() => settle(() => reject(fail(`${timeoutMs} ms passed`))), timeoutMs)
      this.#waiting.add(listen)
      void this.exited.then(({ code, signal }) => settle(() => reject(fail(`it ended with ${signal ?? code}`))))
    })
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.exited
  }

  stop(): void {
    this.#process.kill('SIGSTOP')
  }

  continue(): void {
    this.#process.kill('SIGCONT')
  }

  /** SIGTERM: the orderly end. */
  terminate(): void {
    this.#process.kill('SIGTERM')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) await this.kill()
  }

  #hear(message: Message): void {
    this.messages.push(message)
    for (const tell of this.#waiting) tell(message)
  }
}

/** In the child: what the parent gave as its only argument. From then on the child waits for what its parent says. */
export function settingsOf<T>(): T {
  process.channel?.ref()
  return JSON.parse(process.argv[2] ?? '{}') as T
}

/** In the child: tells the parent. */
export function tell(message: object): void {
  process.send?.(message)
}
