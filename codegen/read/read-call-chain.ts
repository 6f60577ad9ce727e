import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import { follow } from './follow.js'
import { importedBuilder, isNamespaceAccess } from './imported-builder.js'
import type { ParsedCall } from './parsed.js'
import { type ReadContext, SCHEMA_MODULE } from './read-context.js'
import { readType } from './read-type.js'
import { readValues } from './read-value.js'
import { unwrap } from './syntax.js'

/**
 * Reads `varchar(100).unique().nullable()` as its calls, first to last; what it begins with may be a constant of a schema
 * file. Undefined, and reported, for anything else.
 */
export function readCallChain(expression: ts.Node, context: ReadContext): readonly ParsedCall[] | undefined {
  const links: Link[] = []
  let node = unwrap(expression)
  while (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression)
    if (ts.isIdentifier(callee) || isNamespaceAccess(callee, context)) {
      const name = ts.isIdentifier(callee) ? callee : callee.name
      if (!isBuilder(callee, context)) break
      links.push({ call: node, name })
      return readLinks(links, context)
    }
    if (!ts.isPropertyAccessExpression(callee)) break
    const followed = node.arguments.length === 0 ? follow(node, context) : undefined
    if (followed?.kind === 'expression') break
    links.push({ call: node, name: callee.name as ts.Identifier })
    node = unwrap(callee.expression)
  }
  const start = isBuilder(node, context) ? undefined : follow(node, context)
  if (start?.kind !== 'expression') return reportStart(expression, node, start?.why, context)
  const calls = readCallChain(start.node, start.context)
  return calls && [...calls, ...readLinks(links, context)]
}

interface Link {
  readonly call: ts.CallExpression
  readonly name: ts.Node & { readonly text: string }
}

/** `links` are the last first. */
function readLinks(links: readonly Link[], context: ReadContext): readonly ParsedCall[] {
  return links.toReversed().map(({ call, name }) => readCall(call, name, context))
}

function reportStart(expression: ts.Node, start: ts.Node, why: string | undefined, context: ReadContext): undefined {
  const callee = ts.isCallExpression(start) ? unwrap(start.expression) : undefined
  if (callee !== undefined && ts.isIdentifier(callee)) return reportUnknown(callee, callee.text, why, context)
  const fact = `${context.places.excerpt(expression)} is not a column${why === undefined ? '' : `: ${why}`}`
  const hint = 'write a builder and its modifiers, for example varchar(100).nullable()'
  context.report(diagnostic('ORM1002', context.places.of(expression), fact, hint))
  return undefined
}

function isBuilder(callee: ts.Node, context: ReadContext): boolean {
  return ts.isIdentifier(callee)
    ? importedBuilder(callee.text, context) !== undefined
    : isNamespaceAccess(callee, context)
}

function reportUnknown(callee: ts.Node, name: string, why: string | undefined, context: ReadContext): undefined {
  context.report(
    diagnostic(
      'ORM1004',
      context.places.of(callee),
      `\`${name}\` is not a builder of ${SCHEMA_MODULE}${why === undefined ? '' : `: ${why}`}`,
      `import it from '${SCHEMA_MODULE}', or write the column out: a function of your own is read where it takes nothing and only returns`,
    ),
  )
  return undefined
}

function readCall(
  call: ts.CallExpression,
  name: ts.Node & { readonly text: string },
  context: ReadContext,
): ParsedCall {
  const type = call.typeArguments?.[0]
  return {
    name: importedBuilder(name.text, context) ?? name.text,
    range: context.places.between(name.getStart(context.places.file), call.end),
    args: readValues(call.arguments, context),
    typeArgument: type === undefined ? undefined : readType(type, context),
  }
}
