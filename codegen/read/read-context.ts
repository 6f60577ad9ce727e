import type { Diagnostic } from '../diagnostics/index.js'
import type { ParsedImport } from './parsed.js'
import type { SourcePlaces } from './source-places.js'

/** What the readers of one file share. */
export interface ReadContext {
  readonly places: SourcePlaces
  readonly imports: ReadonlyMap<string, ParsedImport>
  /** Type names declared in the file: whether they are exported. */
  readonly localTypes: ReadonlyMap<string, { readonly exported: boolean }>
  report(diagnostic: Diagnostic): void
}

/** The module that builders come from. */
export const SCHEMA_MODULE = 'orm-gen/schema'
