import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import { importedBuilder, isNamespaceAccess } from './imported-builder.js'
import type { ParsedCall } from './parsed.js'
import { type ReadContext, SCHEMA_MODULE } from './read-context.js'
import { readType } from './read-type.js'
import { readValue, unwrap } from './read-value.js'

/** Reads `varchar(100).unique().nullable()` as its calls, first to last. Undefined, and reported, for anything else. */
export function readCallChain(expression: ts.Expression, context: ReadContext): readonly ParsedCall[] | undefined {
  const links: { readonly call: ts.CallExpression; readonly name: ts.Node & { readonly text: string } }[] = []
  let node = unwrap(expression)
  while (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression)
    if (ts.isIdentifier(callee) || isNamespaceAccess(callee, context)) {
      const name = ts.isIdentifier(callee) ? callee : callee.name
      if (!isBuilder(callee, context)) return reportUnknown(callee, name.text, context)
      links.push({ call: node, name })
      return links.reverse().map((link) => readCall(link.call, link.name, context))
    }
    if (!ts.isPropertyAccessExpression(callee)) break
    links.push({ call: node, name: callee.name as ts.Identifier })
    node = unwrap(callee.expression)
  }
  context.report(
    diagnostic(
      'ORM1002',
      context.places.of(expression),
      `${context.places.excerpt(expression)} is not a column`,
      'write a builder and its modifiers, for example varchar(100).nullable()',
    ),
  )
  return undefined
}

function isBuilder(callee: ts.Node, context: ReadContext): boolean {
  return ts.isIdentifier(callee) ? importedBuilder(callee.text, context) !== undefined : true
}

function reportUnknown(callee: ts.Node, name: string, context: ReadContext): undefined {
  context.report(
    diagnostic(
      'ORM1004',
      context.places.of(callee),
      `\`${name}\` is not a builder of ${SCHEMA_MODULE}`,
      `import it from '${SCHEMA_MODULE}', or write the column out: functions of your own are not executed`,
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
    args: call.arguments.map((argument) => readValue(argument, context)),
    typeArgument: type === undefined ? undefined : readType(type, context),
  }
}
