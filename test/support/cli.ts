import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ExitCode } from '../../cli/exit-code.js'
import { runCli } from '../../cli/run.js'
import type { Output, Terminal } from '../../cli/terminal.js'

/** A project folder of its own, and the command line run in it, in this process. */
export class CliProject {
  readonly folder: string
  readonly env: Record<string, string | undefined> = {}
  /** What a person answers, in turn; where it is undefined nobody watches. */
  answers: string[] | undefined
  readonly questions: string[] = []
  readonly #interruption = new AbortController()
  #stdout = ''
  #stderr = ''

  /** In `folder`, or in a new one. */
  constructor(folder = mkdtempSync(join(tmpdir(), 'orm-gen-cli-'))) {
    this.folder = folder
  }

  /** Runs one command line to its end. `stdout` and `stderr` hold what this run said. */
  async run(...argv: readonly string[]): Promise<{ exitCode: ExitCode; stdout: string; stderr: string }> {
    this.#stdout = ''
    this.#stderr = ''
    const exitCode = await runCli(argv, this.#terminal())
    return { exitCode, stdout: this.#stdout, stderr: this.#stderr }
  }

  /** What the current run has said so far. */
  get output(): string {
    return this.#stdout + this.#stderr
  }

  /** As Ctrl-C. */
  interrupt(): void {
    this.#interruption.abort('SIGINT')
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true })
      await writeFile(join(this.folder, path), text)
    }
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8')
  }

  /** Names in a folder, sorted; [] where it is missing. */
  async list(path: string): Promise<readonly string[]> {
    return (await readdir(join(this.folder, path)).catch(() => [])).sort()
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #answer(question: string): Promise<string> {
    this.questions.push(question)
    return this.answers?.shift() ?? ''
  }

  #terminal(): Terminal {
    const sink = (write: (text: string) => void): Output => ({ write, color: false, interactive: false, columns: 80 })
    return {
      cwd: this.folder,
      env: this.env,
      stdout: sink((text) => (this.#stdout += text)),
      stderr: sink((text) => (this.#stderr += text)),
      ask: this.answers && ((question) => this.#answer(question)),
      signal: this.#interruption.signal,
    }
  }
}
