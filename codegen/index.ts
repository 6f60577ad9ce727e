export type { Diagnostic, DiagnosticCode, Severity } from './diagnostics/index.js'
export { EMIT_DEFAULTS, type GeneratedFile, type ImportExtension } from './emit/index.js'
export {
  type EntitiesResult,
  type GenerateOptions,
  type GenerateResult,
  generate,
  readEntities,
} from './generate.js'
export type { ColumnModel, ColumnType, EntityModel, SourcePosition, SourceRange } from './model/index.js'
export { SchemaReader, type SchemaSource } from './read/index.js'
