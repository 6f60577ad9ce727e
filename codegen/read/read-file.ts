import { ts } from 'ts-morph'
import type { Diagnostic } from '../diagnostics/index.js'
import { reportHiddenEntities } from './hidden-entities.js'
import type { ParsedEntity, ParsedFile, ParsedImport, ParsedReexport } from './parsed.js'
import type { ReadContext } from './read-context.js'
import { readEntities } from './read-entity.js'
import { SourcePlaces } from './source-places.js'
import { syntaxErrors } from './syntax-errors.js'

export interface ReadResult {
  readonly file: ParsedFile
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads one parsed source file. Purely syntactic: other files are not looked at, nothing is executed. */
export function readFile(path: string, source: ts.SourceFile): ReadResult {
  const diagnostics: Diagnostic[] = []
  const places = new SourcePlaces(path, source)
  const broken = syntaxErrors(places)
  if (broken.length > 0) {
    return { file: { path, entities: [], imports: new Map(), reexports: [] }, diagnostics: broken }
  }
  const context: ReadContext = {
    places,
    imports: readImports(source),
    localTypes: readLocalTypes(source),
    report: (found) => diagnostics.push(found),
  }
  const exportedLater = exportedByList(source)
  const entities: ParsedEntity[] = []
  const calls = new Set<ts.CallExpression>()
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { call, entity } of readEntities(statement, context)) {
        calls.add(call)
        entities.push(exportedLater.has(entity.name) ? { ...entity, exported: true } : entity)
      }
    }
  }
  reportHiddenEntities(source, calls, context)
  return { file: { path, entities, imports: context.imports, reexports: readReexports(source) }, diagnostics }
}

function readImports(source: ts.SourceFile): ReadonlyMap<string, ParsedImport> {
  const imports = new Map<string, ParsedImport>()
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const specifier = statement.moduleSpecifier.text
    const clause = statement.importClause
    if (clause?.name !== undefined) imports.set(clause.name.text, { name: 'default', specifier })
    const bindings = clause?.namedBindings
    if (bindings === undefined) continue
    if (ts.isNamespaceImport(bindings)) imports.set(bindings.name.text, { name: '*', specifier })
    else {
      for (const element of bindings.elements) {
        imports.set(element.name.text, { name: (element.propertyName ?? element.name).text, specifier })
      }
    }
  }
  return imports
}

function readReexports(source: ts.SourceFile): readonly ParsedReexport[] {
  const reexports: ParsedReexport[] = []
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement)) continue
    if (statement.moduleSpecifier === undefined || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const clause = statement.exportClause
    const names =
      clause !== undefined && ts.isNamedExports(clause)
        ? clause.elements.map((element) => ({
            exported: element.name.text,
            name: (element.propertyName ?? element.name).text,
          }))
        : undefined
    reexports.push({ specifier: statement.moduleSpecifier.text, names })
  }
  return reexports
}

/** Names in `export { User }`, where they keep their name. */
function exportedByList(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>()
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) continue
    if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) continue
    for (const element of statement.exportClause.elements) {
      if (element.propertyName === undefined) names.add(element.name.text)
    }
  }
  return names
}

function readLocalTypes(source: ts.SourceFile): ReadContext['localTypes'] {
  const types = new Map<string, { readonly exported: boolean }>()
  const listed = exportedByList(source)
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || isNamedValue(statement)) {
      const name = statement.name?.text
      if (name === undefined) continue
      const exported = statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false
      types.set(name, { exported: exported || listed.has(name) })
    }
  }
  return types
}

/** Declarations other than types that a type may name. */
const isNamedValue = (node: ts.Statement): node is ts.ClassDeclaration | ts.EnumDeclaration =>
  ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)
