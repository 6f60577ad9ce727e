import { compareDiagnostics, type Diagnostic } from './diagnostics/index.js'
import { EMIT_DEFAULTS, type EmitOptions, entityModule, type GeneratedFile, indexModule } from './emit/index.js'
import type { EntityModel } from './model/index.js'
import { SchemaReader, type SchemaSource } from './read/index.js'
import { Analyzer } from './validate/index.js'

export interface GenerateResult {
  /** Every generated module, whole; empty where a diagnostic is an error. */
  readonly files: readonly GeneratedFile[]
  /** In the order of their places. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface EntitiesResult {
  /** In the order of their names; complete only where no diagnostic is an error. */
  readonly entities: readonly EntityModel[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Generates again and again, for a watcher: only files whose text changed are parsed, and only entities that they touch
 * are checked and written anew. A module that stays the same is the same object as in the result before.
 */
export class Generator {
  readonly #options: EmitOptions
  readonly #reader = new SchemaReader()
  readonly #analyzer = new Analyzer()
  readonly #modules = new WeakMap<EntityModel, GeneratedFile>()

  constructor(options: Partial<EmitOptions> = {}) {
    this.#options = { ...EMIT_DEFAULTS, ...options }
  }

  generate(sources: readonly SchemaSource[]): GenerateResult {
    const { entities, diagnostics } = this.readEntities(sources)
    if (diagnostics.some(({ severity }) => severity === 'error')) return { files: [], diagnostics }
    const modules = entities.map((entity) => this.#module(entity))
    return { files: [indexModule(entities, this.#options), ...modules], diagnostics }
  }

  /** Reports every problem of every file; never throws for what an author wrote. */
  readEntities(sources: readonly SchemaSource[]): EntitiesResult {
    const sorted = [...sources].sort((a, b) => (a.path < b.path ? -1 : 1))
    const results = this.#reader.read(sorted)
    const { entities, diagnostics } = this.#analyzer.analyze(results.map(({ file }) => file))
    return {
      entities,
      diagnostics: onceEach(
        [...results.flatMap((result) => result.diagnostics), ...diagnostics].sort(compareDiagnostics),
      ),
    }
  }

  #module(entity: EntityModel): GeneratedFile {
    const known = this.#modules.get(entity)
    if (known !== undefined) return known
    const file = entityModule(entity, this.#options)
    this.#modules.set(entity, file)
    return file
  }
}

/** What is wrong with columns that several entities share is found in each. */
function onceEach(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  return sorted.filter((found, index) => {
    const before = sorted[index - 1]
    return before === undefined || before.message !== found.message || compareDiagnostics(before, found) !== 0
  })
}
