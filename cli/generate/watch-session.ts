import { existsSync } from 'node:fs'
import type { EmitOptions, GeneratedFile } from '../../codegen/emit/options.js'
import { Generator } from '../../codegen/generator.js'
import type { SchemaSource } from '../../codegen/read/schema-source.js'
import { OrmError } from '../../runtime/errors.js'
import type { Terminal } from '../terminal.js'
import { planFiles, planOutput } from './output-plan.js'
import { displayPath, readSource } from './read-sources.js'
import { showDiagnostics } from './show-diagnostics.js'
import { summarizeActions } from './wording.js'
import { writeOutput } from './write-output.js'

/** What a watcher knows: the schemas as it read them, the modules as it wrote them. */
export class WatchSession {
  readonly #sources: Map<string, SchemaSource>
  readonly #options: EmitOptions
  readonly #terminal: Terminal
  readonly #generator: Generator
  /** By path; empty before the first success. */
  #written: ReadonlyMap<string, GeneratedFile> = new Map()

  constructor(sources: readonly SchemaSource[], options: EmitOptions, terminal: Terminal) {
    this.#sources = new Map(sources.map((source) => [source.path, source]))
    this.#options = options
    this.#terminal = terminal
    this.#generator = new Generator(options)
  }

  /** Compares everything with what stands in the output folder. */
  start(): Promise<void> {
    return this.#attempt((files) => {
      const { cwd, stdout } = this.#terminal
      const actions = planOutput(files, this.#options.out, cwd)
      writeOutput(actions, cwd)
      stdout.write(`${this.#options.out}: ${summarizeActions(actions)}\n`)
    })
  }

  /** Reads the files at `paths` again and writes the modules that are different now. */
  async update(paths: readonly string[]): Promise<void> {
    const began = performance.now()
    if (!this.#reread(paths)) return
    if (this.#written.size === 0) return this.start()
    await this.#attempt((files) => {
      const changed = files.filter((file) => this.#written.get(file.path)?.text !== file.text)
      const wanted = new Set(files.map(({ path }) => path))
      const gone = [...this.#written.keys()].filter((path) => !wanted.has(path))
      const removals = gone.map((path) => ({ kind: 'remove', path, before: '' }) as const)
      writeOutput([...planFiles(changed, this.#terminal.cwd), ...removals], this.#terminal.cwd)
      const count = changed.length + gone.length
      const names = [...changed.map(({ path }) => path), ...gone].slice(0, 3).join(', ')
      const what = count === 0 ? 'nothing to write' : `${names}${count > 3 ? ` and ${count - 3} more` : ''}`
      this.#terminal.stdout.write(`${what} (${Math.round(performance.now() - began)} ms)\n`)
    })
  }

  /** Whether any text is different from what was known. */
  #reread(paths: readonly string[]): boolean {
    const { cwd } = this.#terminal
    let changed = false
    for (const path of paths) {
      const name = displayPath(path, cwd)
      const source = existsSync(path) ? readSource(path, cwd) : undefined
      if (source?.text === this.#sources.get(name)?.text) continue
      changed = true
      if (source === undefined) this.#sources.delete(name)
      else this.#sources.set(name, source)
    }
    return changed
  }

  /** Generates and hands the modules over; problems of schemas and of writing are shown, and the session goes on. */
  async #attempt(write: (files: readonly GeneratedFile[]) => void): Promise<void> {
    const sources = [...this.#sources.values()]
    const { files, diagnostics } = this.#generator.generate(sources)
    await showDiagnostics(diagnostics, sources, this.#terminal)
    if (files.length === 0) return
    try {
      write(files)
      this.#written = new Map(files.map((file) => [file.path, file]))
    } catch (error) {
      if (!(error instanceof OrmError) && !isFileError(error)) throw error
      this.#terminal.stderr.write(`orm-gen: ${error.message}\n`)
    }
  }
}

const isFileError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error
