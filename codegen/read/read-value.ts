import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import { calledBuilder } from './imported-builder.js'
import type { ParsedMember, ParsedValue } from './parsed.js'
import type { ReadContext } from './read-context.js'

/**
 * Reads a literal, an array or object of literals, `() => Entity`, or `shardBy(...)`. Anything else is reported as
 * ORM1003.
 */
export function readValue(expression: ts.Expression, context: ReadContext): ParsedValue {
  const node = unwrap(expression)
  const range = context.places.of(node)
  if (ts.isStringLiteralLike(node)) return { kind: 'string', value: node.text, range }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'boolean', value: true, range }
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'boolean', value: false, range }
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'null', range }
  const number = readNumber(node)
  if (typeof number === 'bigint') return { kind: 'bigint', value: number, range }
  if (number !== undefined) return { kind: 'number', value: number, range }
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: 'array', items: node.elements.map((item) => readValue(item, context)), range }
  }
  if (ts.isObjectLiteralExpression(node)) return { kind: 'object', members: readMembers(node, context), range }
  if (ts.isArrowFunction(node) && node.parameters.length === 0 && !ts.isBlock(node.body)) {
    const body = unwrap(node.body)
    if (ts.isIdentifier(body)) return { kind: 'target', name: body.text, range: context.places.of(body) }
  }
  if (ts.isCallExpression(node) && calledBuilder(node, context) === 'shardBy') {
    return { kind: 'call', name: 'shardBy', args: node.arguments.map((arg) => readValue(arg, context)), range }
  }
  context.report(
    diagnostic(
      'ORM1003',
      range,
      `${context.places.excerpt(node)} cannot be read without running it`,
      'write a literal: schema files are read, never executed',
    ),
  )
  return { kind: 'unreadable', range }
}

/** The members of an object literal; spreads, accessors, methods and computed names are reported and left out. */
function readMembers(node: ts.ObjectLiteralExpression, context: ReadContext): readonly ParsedMember[] {
  const members: ParsedMember[] = []
  for (const property of node.properties) {
    const name = memberName(property)
    if (name !== undefined && ts.isPropertyAssignment(property)) {
      members.push({ name, range: context.places.of(property.name), value: readValue(property.initializer, context) })
    } else {
      reportMember(property, context)
    }
  }
  return members
}

/** The property's name where it is written out, else undefined. */
export function memberName(property: ts.ObjectLiteralElementLike): string | undefined {
  const name = property.name
  if (name === undefined) return undefined
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : undefined
}

export function reportMember(property: ts.ObjectLiteralElementLike, context: ReadContext): void {
  context.report(
    diagnostic(
      'ORM1003',
      context.places.of(property),
      `${context.places.excerpt(property)} cannot be read without running it`,
      'write each property out as `name: value`',
    ),
  )
}

/** Without parentheses, `as const`, `satisfies X` and `!`, which change nothing at run time. */
export function unwrap(node: ts.Node): ts.Node {
  let inner = node
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression
  }
  return inner
}

function readNumber(node: ts.Node): number | bigint | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text)
  if (ts.isBigIntLiteral(node)) return BigInt(node.text.slice(0, -1))
  if (!ts.isPrefixUnaryExpression(node)) return undefined
  const operand = readNumber(node.operand)
  if (operand === undefined) return undefined
  if (node.operator === ts.SyntaxKind.MinusToken) return -operand
  return node.operator === ts.SyntaxKind.PlusToken && typeof operand === 'number' ? operand : undefined
}
