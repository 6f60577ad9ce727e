export type {
  ParsedCall,
  ParsedColumn,
  ParsedEntity,
  ParsedFile,
  ParsedMember,
  ParsedType,
  ParsedValue,
} from './parsed.js'
export { candidatePaths, resolveSpecifier } from './resolve-specifier.js'
export { SchemaReader } from './schema-reader.js'
export type { SchemaSource } from './schema-source.js'
