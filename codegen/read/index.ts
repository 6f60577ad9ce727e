export type {
  ParsedCall,
  ParsedColumn,
  ParsedEntity,
  ParsedFile,
  ParsedImport,
  ParsedMember,
  ParsedReexport,
  ParsedType,
  ParsedValue,
} from './parsed.js'
export type { ReadResult } from './read-file.js'
export { candidatePaths, resolveSpecifier } from './resolve-specifier.js'
export { SchemaReader } from './schema-reader.js'
export type { SchemaSource } from './schema-source.js'
