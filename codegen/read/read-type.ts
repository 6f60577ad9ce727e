import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import type { TypeImport } from '../model/index.js'
import type { ParsedType } from './parsed.js'
import type { ReadContext } from './read-context.js'
import { resolveSpecifier } from './resolve-specifier.js'

/** Reads `T` of `json<T>()` and finds out what a generated module must import to name it. */
export function readType(node: ts.TypeNode, context: ReadContext): ParsedType {
  const { places } = context
  const imports = new Map<string, TypeImport>()
  for (const name of namedTypes(node)) {
    const found = findType(name, context)
    if (found === 'private') {
      context.report(
        diagnostic(
          'ORM1009',
          places.of(node),
          `type "${name}" is not exported, so the generated class cannot name it`,
          `write \`export\` before the declaration of ${name}`,
        ),
      )
    } else if (found !== 'global') {
      imports.set(name, found)
    }
  }
  return { text: node.getText(places.file), range: places.of(node), imports: [...imports.values()] }
}

function findType(name: string, context: ReadContext): TypeImport | 'private' | 'global' {
  const local = context.localTypes.get(name)
  if (local !== undefined) {
    return local.exported ? { name, from: context.places.path, origin: 'file' } : 'private'
  }
  const imported = context.imports.get(name)
  if (imported === undefined) return 'global'
  const from = resolveSpecifier(imported.specifier, context.places.path)
  const origin = imported.specifier.startsWith('.') ? 'file' : 'package'
  return { name, from, origin, ...(imported.name === name ? {} : { imported: imported.name }) }
}

/** First identifiers of the type names used in `node`, without those that it declares itself. */
function namedTypes(node: ts.TypeNode): ReadonlySet<string> {
  const used = new Set<string>()
  const declared = new Set<string>()
  const visit = (part: ts.Node): void => {
    if (ts.isTypeParameterDeclaration(part)) declared.add(part.name.text)
    if (ts.isTypeReferenceNode(part)) used.add(firstIdentifier(part.typeName))
    if (ts.isTypeQueryNode(part)) used.add(firstIdentifier(part.exprName))
    if (ts.isExpressionWithTypeArguments(part) && ts.isIdentifier(part.expression)) used.add(part.expression.text)
    ts.forEachChild(part, visit)
  }
  visit(node)
  for (const name of declared) used.delete(name)
  used.delete('const')
  return used
}

function firstIdentifier(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : firstIdentifier(name.left)
}
