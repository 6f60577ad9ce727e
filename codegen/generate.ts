import { compareDiagnostics, type Diagnostic } from './diagnostics/index.js'
import { EMIT_DEFAULTS, type EmitOptions, entityModule, type GeneratedFile, indexModule } from './emit/index.js'
import type { EntityModel } from './model/index.js'
import { SchemaReader, type SchemaSource } from './read/index.js'
import { analyze } from './validate/index.js'

export interface GenerateOptions extends Partial<EmitOptions> {
  /** The schema files, in any order. */
  readonly sources: readonly SchemaSource[]
  /** Keeps what it has read: hand in the same one again, and only changed files are parsed. */
  readonly reader?: SchemaReader
}

export interface GenerateResult {
  /** Every generated module, whole; empty where a diagnostic is an error. */
  readonly files: readonly GeneratedFile[]
  /** In the order of their places. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Turns schema files into modules. Pure: reads no file and writes none; the same sources give the same text.
 * Reports every problem of every file; never throws for what an author wrote.
 */
export function generate(options: GenerateOptions): GenerateResult {
  const { sources, reader, ...emit } = { ...EMIT_DEFAULTS, ...options }
  const { entities, diagnostics } = readEntities(sources, reader)
  if (diagnostics.some(({ severity }) => severity === 'error')) return { files: [], diagnostics }
  const files = [indexModule(entities, emit), ...entities.map((entity) => entityModule(entity, emit))]
  return { files, diagnostics }
}

export interface EntitiesResult {
  /** In the order of their names; complete only where no diagnostic is an error. */
  readonly entities: readonly EntityModel[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The first half of `generate`: the validated model of the schema files. */
export function readEntities(sources: readonly SchemaSource[], reader = new SchemaReader()): EntitiesResult {
  const sorted = [...sources].sort((a, b) => (a.path < b.path ? -1 : 1))
  const results = reader.read(sorted)
  const { entities, diagnostics } = analyze(results.map(({ file }) => file))
  return {
    entities,
    diagnostics: [...results.flatMap((result) => result.diagnostics), ...diagnostics].sort(compareDiagnostics),
  }
}
