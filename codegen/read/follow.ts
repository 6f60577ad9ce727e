import { ts } from 'ts-morph'
import type { ReadContext } from './read-context.js'
import { memberName, unwrap } from './syntax.js'

/** The expression that another stands for, with the context it is written in; or why there is none to be found. */
export type Followed =
  | { readonly kind: 'expression'; readonly node: ts.Node; readonly context: ReadContext }
  | { readonly kind: 'undecided'; readonly why: string }

/**
 * Follows a constant, a member of a constant object, or a call without arguments of a function that only returns: one
 * step, to what is written there. Undefined for any other expression.
 */
export function follow(expression: ts.Node, context: ReadContext): Followed | undefined {
  const node = unwrap(expression)
  if (ts.isIdentifier(node)) return expressionOf(context.meaningOf(node.text))
  if (ts.isPropertyAccessExpression(node)) return followMember(node, context)
  if (ts.isCallExpression(node) && node.arguments.length === 0) {
    const callee = unwrap(node.expression)
    const named = ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee)
    const found = named ? meaningOf(callee, context) : undefined
    if (found?.kind !== 'declared') return found
    const returned = returnedExpression(found.node)
    if (returned === undefined) return { kind: 'undecided', why: 'it is no function that only returns an expression' }
    return { kind: 'expression', node: unwrap(returned), context: found.context }
  }
  return undefined
}

type Meaning = ReturnType<ReadContext['meaningOf']>

function expressionOf(meaning: Meaning): Followed {
  if (meaning.kind === 'undecided') return meaning
  if (ts.isFunctionDeclaration(meaning.node)) return { kind: 'undecided', why: 'it is a function' }
  return { kind: 'expression', node: unwrap(meaning.node), context: meaning.context }
}

function meaningOf(callee: ts.Identifier | ts.PropertyAccessExpression, context: ReadContext): Meaning | undefined {
  if (ts.isIdentifier(callee)) return context.meaningOf(callee.text)
  const namespace = namespaceOf(callee, context)
  return namespace === undefined ? undefined : context.meaningOfMember(namespace, callee.name.text)
}

function followMember(node: ts.PropertyAccessExpression, context: ReadContext): Followed | undefined {
  const namespace = namespaceOf(node, context)
  if (namespace !== undefined) return expressionOf(context.meaningOfMember(namespace, node.name.text))
  const owner = follow(node.expression, context)
  if (owner?.kind !== 'expression') return owner
  const member = ts.isObjectLiteralExpression(owner.node)
    ? owner.node.properties.find((property) => memberName(property) === node.name.text)
    : undefined
  if (member === undefined || !ts.isPropertyAssignment(member)) {
    return { kind: 'undecided', why: `no property "${node.name.text}" is written there` }
  }
  return { kind: 'expression', node: unwrap(member.initializer), context: owner.context }
}

function namespaceOf({ expression }: ts.PropertyAccessExpression, context: ReadContext): string | undefined {
  const imported = ts.isIdentifier(expression) ? context.imports.get(expression.text) : undefined
  return imported?.name === '*' ? imported.specifier : undefined
}

/** Of `() => ({ ... })` and of a function whose body is one `return`; undefined where there are parameters or more. */
function returnedExpression(node: ts.Node): ts.Expression | undefined {
  const inner = unwrap(node)
  if (!ts.isArrowFunction(inner) && !ts.isFunctionExpression(inner) && !ts.isFunctionDeclaration(inner))
    return undefined
  const { parameters, body, modifiers, asteriskToken } = inner
  if (parameters.length > 0 || asteriskToken !== undefined || body === undefined) return undefined
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return undefined
  if (!ts.isBlock(body)) return body
  const [only, ...others] = body.statements
  return only !== undefined && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined
}
