import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import type { ReadContext } from './read-context.js'
import { isDefineEntity } from './read-entity.js'

/** Reports calls of `defineEntity` that are no constant of the file: a default export, a call inside a function. */
export function reportHiddenEntities(source: ts.SourceFile, found: number, context: ReadContext): void {
  if (countCalls(source.text, context) <= found) return
  const visit = (node: ts.Node): void => {
    if (isDefineEntity(node, context) && !isConstant(node)) report(node, context)
    ts.forEachChild(node, visit)
  }
  visit(source)
}

/** An upper bound, cheaper than a walk through the tree, which few files need. */
function countCalls(text: string, context: ReadContext): number {
  const names = [...context.imports].flatMap(([local, { name }]) => (name === 'defineEntity' ? [local] : []))
  return ['defineEntity', ...names.filter((name) => name !== 'defineEntity')]
    .map((name) => text.split(new RegExp(`\\b${name}\\s*\\(`)).length - 1)
    .reduce((sum, count) => sum + count, 0)
}

function isConstant(call: ts.CallExpression): boolean {
  let node: ts.Node = call.parent
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    node = node.parent
  }
  return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && ts.isSourceFile(node.parent.parent.parent)
}

function report(call: ts.CallExpression, context: ReadContext): void {
  context.report(
    diagnostic(
      'ORM1006',
      context.places.of(call.expression),
      'the entity is no constant of the file',
      'write `export const User = defineEntity(...)` at the top level: the constant names the entity',
    ),
  )
}
