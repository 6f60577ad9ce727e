export type { Diagnostic, DiagnosticCode, Severity } from './diagnostics/index.js'
export type { GeneratedFile, ImportExtension } from './emit/index.js'
export {
  type EntitiesResult,
  type GenerateOptions,
  type GenerateResult,
  generate,
  readEntities,
} from './generate.js'
export { GENERATE_DEFAULTS } from './generate-options.js'
export type { ColumnModel, ColumnType, EntityModel, SourcePosition, SourceRange } from './model/index.js'
export { SchemaReader, type SchemaSource } from './read/index.js'
