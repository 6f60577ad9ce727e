import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import type { ReadContext } from './read-context.js'
import { isDefineEntity } from './read-entity.js'

/** Reports calls of `defineEntity` that are no constant of the file: a default export, a call inside a function. */
export function reportHiddenEntities(source: ts.SourceFile, found: ReadonlySet<ts.Node>, context: ReadContext): void {
  if (countCalls(source.text, context) <= found.size) return
  const visit = (node: ts.Node): void => {
    if (isDefineEntity(node, context) && !found.has(node)) report(node, context)
    ts.forEachChild(node, visit)
  }
  visit(source)
}

/** An upper bound, cheaper than a walk through the tree, which few files need. */
function countCalls(text: string, context: ReadContext): number {
  let count = text.match(/\bdefineEntity\s*\(/g)?.length ?? 0
  for (const [local, { name }] of context.imports) {
    if (name === 'defineEntity' && local !== name) count += text.split(`${local}(`).length - 1
  }
  return count
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
