import { ts } from 'ts-morph'
import type { ParsedImport, ParsedReexport } from './parsed.js'

/** Local name of each import. */
export function readImports(source: ts.SourceFile): ReadonlyMap<string, ParsedImport> {
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

export function readReexports(source: ts.SourceFile): readonly ParsedReexport[] {
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
export function exportedByList(source: ts.SourceFile): ReadonlySet<string> {
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

/** Types that the file declares, and whether they are exported. */
export function readLocalTypes(source: ts.SourceFile): ReadonlyMap<string, { readonly exported: boolean }> {
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

/** What a name of the top level is declared as; `variable` where it may change. */
export type Declaration = ts.Expression | ts.FunctionDeclaration | 'variable'

export function readDeclarations(source: ts.SourceFile): ReadonlyMap<string, Declaration> {
  const declarations = new Map<string, Declaration>()
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      declarations.set(statement.name.text, statement)
    }
    if (!ts.isVariableStatement(statement)) continue
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name)) {
        declarations.set(name.text, isConstant && initializer !== undefined ? initializer : 'variable')
      }
    }
  }
  return declarations
}

/** Exported names of the file's own declarations: what each is called inside. */
export function readExports(source: ts.SourceFile): ReadonlyMap<string, string> {
  const exported = new Map<string, string>()
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
      if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) continue
      for (const { name, propertyName } of statement.exportClause.elements) {
        exported.set(name.text, (propertyName ?? name).text)
      }
    }
    if (ts.isFunctionDeclaration(statement) && isExported(statement) && statement.name !== undefined) {
      exported.set(statement.name.text, statement.name.text)
    }
    if (!ts.isVariableStatement(statement) || !isExported(statement)) continue
    for (const { name } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name)) exported.set(name.text, name.text)
    }
  }
  return exported
}

const isExported = (statement: ts.VariableStatement | ts.FunctionDeclaration): boolean =>
  statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false
