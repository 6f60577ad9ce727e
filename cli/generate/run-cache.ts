import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../../codegen/diagnostics/index.js'
import { isGenerated } from '../../codegen/emit/header.js'
import type { EmitOptions, GeneratedFile } from '../../codegen/emit/options.js'
import type { SchemaSource } from '../../codegen/read/schema-source.js'
import { packageVersion } from '../version.js'
import { listOutput } from './output-plan.js'
import { removeLeftovers, replaceFile } from './write-output.js'

/** What a run without errors leaves for the next. */
interface CacheRecord {
  /** Hash of everything that the output depends on: the generator, its options, every schema. */
  readonly inputs: string
  /** Hash of each file that was generated, by path. */
  readonly outputs: Readonly<Record<string, string>>
  /** Warnings: they are shown again. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A run whose output stands as it should. */
export interface CachedRun {
  readonly paths: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Remembers the last run under node_modules/.cache/orm-gen, so that the next one need not load the parser when nothing
 * has changed. Contents are compared, never times: the files that stand in the output folder are read and hashed.
 */
export class RunCache {
  readonly #cwd: string
  readonly #options: EmitOptions
  readonly #inputs: string
  readonly #path: string | undefined

  constructor(sources: readonly SchemaSource[], options: EmitOptions, cwd: string) {
    this.#cwd = cwd
    this.#options = options
    this.#inputs = hash(
      generatorFingerprint(),
      ...optionTexts(options),
      ...sources.flatMap(({ path, text }) => [path, text]),
    )
    const folder = cacheFolder(cwd)
    this.#path = folder && join(folder, `${hash(cwd, ...optionTexts(options)).slice(0, 16)}.json`)
  }

  /** Undefined where anything is not exactly as the last run left it. */
  find(): CachedRun | undefined {
    const record = this.#read()
    if (record?.inputs !== this.#inputs) return undefined
    const paths = Object.keys(record.outputs)
    const standing = listOutput(this.#options.out, this.#cwd)
    const left = standing.filter((path) => record.outputs[path] !== undefined)
    if (left.length < paths.length || !standing.every((path) => this.#isLeft(path, record))) return undefined
    return { paths, diagnostics: record.diagnostics }
  }

  /** A folder that cannot be written to costs the next run its time, nothing else. */
  keep(files: readonly GeneratedFile[], diagnostics: readonly Diagnostic[]): void {
    if (this.#path === undefined) return
    const outputs = Object.fromEntries(files.map(({ path, text }) => [path, hashContent(text)]))
    const record: CacheRecord = { inputs: this.#inputs, outputs, diagnostics }
    try {
      replaceFile(this.#path, JSON.stringify(record))
      removeLeftovers(dirname(this.#path))
    } catch {
      return
    }
  }

  /** A file of the last run must be as that run left it, any other one must be somebody else's. */
  #isLeft(path: string, { outputs }: CacheRecord): boolean {
    // Bytes: making texts of a thousand files would take longer than the rest of the run.
    const bytes = readFileSync(join(this.#cwd, path))
    const known = outputs[path]
    return known === undefined ? !isGenerated(bytes.toString('utf8')) : hashContent(bytes) === known
  }

  #read(): CacheRecord | undefined {
    if (this.#path === undefined || !existsSync(this.#path)) return undefined
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as CacheRecord
    } catch {
      return undefined
    }
  }
}

const optionTexts = ({ out, importExtension, origin }: EmitOptions) => [out, importExtension, origin]

/** The version, and size and time of every file of the generator: a checkout of it changes without a version. */
function generatorFingerprint(): string {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../codegen')
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const stats = files.map((path) => {
    const { size, mtimeMs } = statSync(path)
    return `${path}:${size}:${mtimeMs}`
  })
  return hash(packageVersion(), ...stats)
}

/** `node_modules/.cache/orm-gen` of the nearest node_modules; undefined where there is none. */
function cacheFolder(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules/.cache/orm-gen')
    if (dirname(folder) === folder) return undefined
  }
}

const hashContent = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** Of texts with their lengths, so that no two lists give the same by chance of where they are cut. */
function hash(...texts: readonly string[]): string {
  const sum = createHash('sha256')
  for (const text of texts) sum.update(`${text.length}:`).update(text)
  return sum.digest('hex')
}
