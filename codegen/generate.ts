import type { EmitOptions } from './emit/index.js'
import { type EntitiesResult, type GenerateResult, Generator } from './generator.js'
import type { SchemaSource } from './read/index.js'

export interface GenerateOptions extends Partial<EmitOptions> {
  /** The schema files, in any order. */
  readonly sources: readonly SchemaSource[]
}

/**
 * Turns schema files into modules. Pure: reads no file and writes none; the same sources give the same text.
 * Reports every problem of every file; never throws for what an author wrote.
 */
export function generate({ sources, ...options }: GenerateOptions): GenerateResult {
  return new Generator(options).generate(sources)
}

/** The first half of `generate`: the validated model of the schema files. */
export function readEntities(sources: readonly SchemaSource[]): EntitiesResult {
  return new Generator().readEntities(sources)
}
