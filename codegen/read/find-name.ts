import type { ts } from 'ts-morph'
import type { FileScope } from './file-scope.js'

/** Opens the schema file that a specifier leads to; undefined where it is none. */
export type OpenFile = (specifier: string, importingPath: string) => FileScope | undefined

/** Where a name is declared, or why that is not known. */
export type FoundName =
  | { readonly kind: 'declared'; readonly node: ts.Expression | ts.FunctionDeclaration; readonly scope: FileScope }
  | { readonly kind: 'undecided'; readonly why: string }

/** Looks for a name in its file, and from there through imports and re-exports of schema files. */
export function findName(name: string, scope: FileScope, open: OpenFile): FoundName {
  const declaration = scope.declaration(name)
  if (declaration === 'variable') return undecided('it is no `const` with a value')
  if (declaration !== undefined) return { kind: 'declared', node: declaration, scope }
  const imported = scope.imports.get(name)
  if (imported === undefined) return undecided('it is declared nowhere in this file')
  return findImported(imported.name, imported.specifier, scope, open)
}

/** The export `name` of what a specifier leads to. */
export function findImported(name: string, specifier: string, scope: FileScope, open: OpenFile): FoundName {
  if (!specifier.startsWith('.')) return undecided(`it comes from the package "${specifier}"`)
  const target = open(specifier, scope.path)
  if (target === undefined) return undecided(`"${specifier}" is not among the schema files`)
  return findExported(name, target, open, new Set()) ?? undecided(`${target.path} exports no "${name}"`)
}

function findExported(name: string, scope: FileScope, open: OpenFile, seen: Set<FileScope>): FoundName | undefined {
  if (seen.has(scope)) return undefined
  seen.add(scope)
  const local = scope.localName(name)
  if (local !== undefined) return findName(local, scope, open)
  for (const { specifier, names } of scope.reexports) {
    const source = names === undefined ? name : names.find(({ exported }) => exported === name)?.name
    const target = source === undefined ? undefined : open(specifier, scope.path)
    const found = source && target && findExported(source, target, open, seen)
    if (found) return found
  }
  return undefined
}

function undecided(why: string): FoundName {
  return { kind: 'undecided', why }
}
