import { ts } from 'ts-morph'
import { type ReadContext, SCHEMA_MODULE } from './read-context.js'

/** The builder's name for an identifier imported from `orm-gen/schema`, else undefined. */
export function importedBuilder(localName: string, context: ReadContext): string | undefined {
  const imported = context.imports.get(localName)
  return imported?.specifier === SCHEMA_MODULE ? imported.name : undefined
}

/** `schema.varchar` after `import * as schema from 'orm-gen/schema'`. */
export function isNamespaceAccess(node: ts.Node, context: ReadContext): node is ts.PropertyAccessExpression {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    importedBuilder(node.expression.text, context) === '*'
  )
}

/** The name of what `node` calls, where that comes from `orm-gen/schema`, under whatever name it was imported. */
export function calledBuilder(node: ts.CallExpression, context: ReadContext): string | undefined {
  const callee = node.expression
  if (ts.isIdentifier(callee)) return importedBuilder(callee.text, context)
  return isNamespaceAccess(callee, context) ? callee.name.text : undefined
}
